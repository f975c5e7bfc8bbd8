import Testing
import Waiter
import WaiterTestSupport

@Suite("Causes of error responses", .timeLimit(.minutes(10)))
struct ErrorCodeTests {
    private func error(_ status: Int, _ body: String, type: String = "application/json") async throws -> OpenAIError {
        let harness = try Harness(.respond(status: status, headers: ["content-type": type], chunks: [Array(body.utf8)]))
        return try #require(await harness.failure())
    }

    @Test(
        "Each status has its cause",
        arguments: [
            (400, OpenAIError.Code.badRequest), (401, .authentication), (402, .quotaExceeded), (403, .permissionDenied),
            (404, .notFound), (408, .timeout), (409, .conflict), (413, .payloadTooLarge), (418, .badRequest),
            (422, .unprocessable), (429, .rateLimited), (500, .server), (503, .server), (529, .server),
        ]
    )
    func statuses(status: Int, code: OpenAIError.Code) async throws {
        let error = try await error(status, #"{"error":{"message":"m","type":"t","code":"c","param":"p"}}"#)
        #expect(error.code == code)
        #expect(error.status == status)
        #expect([error.message, error.type, error.serverCode, error.param] == ["m", "t", "c", "p"])
        #expect(error.deadline == nil)
    }

    @Test(
        "A context overflow is recognized in each server's wording",
        arguments: [
            (
                400,
                #"{"error":{"message":"This model's maximum context length is 8192 tokens.","code":"context_length_exceeded"}}"#
            ),
            (
                400,
                #"{"error":{"code":400,"message":"request (9 tokens) exceeds the available context size (8 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9,"n_ctx":8}}"#
            ),
            (
                400,
                #"{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens","type":"BadRequestError","param":null,"code":400}"#
            ),
            (
                400,
                #"{"error":{"message":"The decoder prompt (length 9) is longer than the maximum model length of 8.","type":"BadRequestError","code":400}}"#
            ),
            (400, #"{"error":"input length exceeds the context length"}"#),
            (500, #"{"error":{"message":"the input exceeds the context length of the model"}}"#),
        ]
    )
    func context(status: Int, body: String) async throws {
        #expect(try await error(status, body).code == .contextLengthExceeded)
    }

    @Test("An exceeded quota is distinguished from too many requests, even with numeric and null codes")
    func quota() async throws {
        #expect(try await error(429, #"{"error":{"message":"m","code":"insufficient_quota"}}"#).code == .quotaExceeded)
        #expect(
            try await error(429, #"{"error":{"message":"m","type":"insufficient_quota","code":null}}"#).code
                == .quotaExceeded
        )
        let litellm = try await error(429, #"{"error":{"message":"m","type":"internal_server_error","code":"429"}}"#)
        #expect(litellm.code == .rateLimited)
        #expect(litellm.serverCode == "429")
    }

    @Test("The start of a body that is not JSON is shown, up to 500 characters")
    func otherBodies() async throws {
        let page = "<html>" + String(repeating: "é", count: 1000)
        let html = try await error(502, page, type: "text/html")
        #expect(html.code == .server)
        #expect(html.body == String(page.prefix(500)))
        #expect(html.message == "the server returned a web page with status 502")
        #expect(try await error(500, "").body == nil)
        #expect(try await error(500, "oops").body == "oops")
        #expect(try await error(400, "null").code == .badRequest)
        #expect(try await error(400, "[]").code == .badRequest)
    }

    @Test("The description is one line without control characters, and messages have a length limit")
    func description() async throws {
        let error = try await error(400, #"{"error":{"message":"a\r\nb\u001b[31mc\u2028d\u0007"}}"#)
        #expect(error.description == "badRequest: a b [31mc d (HTTP 400)")
        let long = try await self.error(400, #"{"error":{"message":"\#(String(repeating: "x", count: 10_000))"}}"#)
        #expect(long.message.count < 2010)
    }

    @Test("A truncated or endless body does not hide the error response")
    func brokenBodies() async throws {
        let broken = try Harness(
            .breakOff(status: 401, headers: [:], chunks: [Array("{".utf8)], error: TransportError(.reset, reason: "x"))
        )
        #expect(await broken.failure()?.code == .authentication)
        let large = try Harness(
            .respond(
                status: 400,
                headers: [:],
                chunks: Array(repeating: [UInt8](repeating: 0x78, count: 9999), count: 100)
            )
        )
        #expect(await large.failure()?.body?.count == 500)
        #expect(large.transport.cancelledBodies <= 1)
    }
}
