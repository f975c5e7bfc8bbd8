import Testing
import Waiter

@Suite("Error bodies from servers")
struct ServerErrorBodyTests {
    @Test(
        "The message is found in the formats that servers use",
        arguments: [
            (
                #"{"error":{"message":"m","type":"t","code":"c","param":"p"}}"#,
                ServerErrorBody(message: "m", type: "t", code: "c", param: "p")
            ),
            (#"{"error":{"message":"m","type":null,"code":429,"param":null}}"#, .init(message: "m", code: "429")),
            (#"{"error":"model not found"}"#, .init(message: "model not found")),
            (#"{"error":"too long","error_type":"validation"}"#, .init(message: "too long", type: "validation")),
            (#"{"message":"no route","request_id":"r"}"#, .init(message: "no route")),
            (
                #"{"object":"error","message":"m","type":"BadRequestError","param":null,"code":400}"#,
                .init(message: "m", type: "BadRequestError", code: "400")
            ),
            (#"{"detail":"Not Found"}"#, .init(message: "Not Found")),
            (
                #"{"detail":[{"loc":["body","messages",0],"msg":"Field required","type":"missing"},{"msg":"x"},"y"]}"#,
                .init(message: "body.messages.0: Field required; x; y")
            ),
            (#"{"detail":{"error":{"message":"inner"}}}"#, .init(message: "inner")),
            (#"[{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}]"#, .init(message: "m", code: "400")),
            (#"{"error":{"reason":"r"}}"#, .init(message: #"{"reason":"r"}"#)),
            (#"{"error":{"message":{"a":1}}}"#, .init(message: #"{"message":{"a":1}}"#)),
        ]
    )
    func shapes(text: String, expected: ServerErrorBody) throws {
        #expect(ServerErrorBody.parse(try JSONValue(jsonText: text)) == expected)
    }

    @Test(
        "Other bodies are not errors",
        arguments: [
            #"{}"#, #"[]"#, #""error""#, "null", "7", #"{"error":null}"#, #"{"error":false}"#, #"{"error":""}"#,
            #"{"message":{"role":"assistant","content":"hi"}}"#, #"{"error":null,"choices":[]}"#, #"{"detail":[]}"#,
        ]
    )
    func noError(text: String) throws {
        #expect(ServerErrorBody.parse(try JSONValue(jsonText: text)) == nil)
    }

    @Test("llama.cpp's token counts for a prompt that is too long are kept")
    func llamaCpp() throws {
        let text =
            #"{"error":{"code":400,"message":"the request exceeds the available context size","#
            + #""type":"exceed_context_size_error","n_prompt_tokens":5011,"n_ctx":2048}}"#
        let error = try #require(ServerErrorBody.parse(try JSONValue(jsonText: text)))
        #expect(error.type == "exceed_context_size_error")
        #expect(error.promptTokens == 5011 && error.contextSize == 2048)
    }

    @Test("A misalignment verdict is kept unchanged")
    func misalignment() throws {
        let error = ServerErrorBody.parse(["error": ["message": "m", "misalignment": ["score": 1]]])
        #expect(error?.misalignment == ["score": 1])
    }

    @Test("An error is encoded with the members that OpenAI always sends")
    func writing() throws {
        let error = ServerErrorBody(message: "m", type: "t")
        #expect(try encoded(error) == #"{"message":"m","type":"t","param":null,"code":null}"#)
        #expect(try roundTrip(error) == error)
    }
}
