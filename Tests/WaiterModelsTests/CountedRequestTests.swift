import Testing
import Waiter
import WaiterModels

@Suite("Counting a request by its JSON") struct CountedRequestTests {
    private static let requests: [String] = [
        #"{"model":"m","messages":[{"role":"user","content":"What is an API?"}],"max_tokens":500}"#,
        #"{"model":"m","messages":[{"content":"Be brief","role":"developer","name":"boss"},{"role":"user","content":""}]}"#,
        #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}]}"#,
        #"{"model":"m","messages":[{"role":"assistant","content":null,"refusal":"No"},{"role":"narrator","content":null}]}"#,
        #"""
        {"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function",
        "function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":"42","tool_call_id":"c"}]}
        """#,
        #"""
        {"model":"m","messages":[{"role":"user","content":"Hi","prefix":true}],"temperature":0.5,"stream":true,
        "tools":[{"type":"function","function":{"name":"f","description":"Does it.","parameters":{"type":"object"}}}],
        "functions":[{"name":"g"}],"prediction":{"type":"content","content":"Hello"},
        "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}}}
        """#,
        #"{"model":"m","messages":[],"tools":null,"functions":null,"prediction":null,"response_format":null}"#,
    ]

    @Test("The count is that of the whole request", arguments: requests)
    func same(_ text: String) throws {
        let json = try JSONValue(parsing: Array(text.utf8))
        let whole = try JSONBodyDecoder.decode(ChatCompletionRequest.self, from: json)
        let counted = try #require(ChatCompletionRequest(countedIn: json, model: "m"))
        #expect(counted.messages == whole.messages)
        for model in ["gpt-4o", "gpt-3.5-turbo", "unknown"] {
            let counter = TokenCounter(model: model)
            #expect(counter.count(counted) == counter.count(whole))
        }
    }

    @Test(
        "Anything else is no chat completion request",
        arguments: [
            #"{"model":"m","input":"Hi"}"#,
            #"{"model":"m","messages":"Hi"}"#,
            #"{"model":"m","messages":[{"content":"Hi"}]}"#,
            #"{"model":"m","messages":["Hi"]}"#,
            #"{"model":"m","messages":[],"tools":7}"#,
        ]
    )
    func other(_ text: String) throws {
        #expect(ChatCompletionRequest(countedIn: try JSONValue(parsing: Array(text.utf8)), model: "m") == nil)
    }
}
