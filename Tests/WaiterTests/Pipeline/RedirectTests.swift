import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Redirects", .timeLimit(.minutes(10)))
struct RedirectTests {
    private func redirect(_ location: String, status: Int = 307) -> ScriptedTransport.Step {
        .respond(status: status, headers: ["location": location], chunks: [Array("moved".utf8)])
    }

    @Test(
        "A redirect within the origin is followed with the same body and key",
        arguments: [
            ("/v2/x?y=1", "/v2/x?y=1"), ("https://api.openai.com/v2", "/v2"),
            ("https://API.openai.com:443/v2?a", "/v2?a"),
            ("https://api.openai.com", "/"), ("https://api.openai.com?a=b", "/?a=b"), ("other", "/v1/chat/other"),
            ("./other#part", "/v1/chat/other"), ("../../x/", "/x/"), ("../../../../x", "/x"), ("..", "/v1/"),
            ("?a=b", "/v1/chat/completions?a=b"),
        ]
    )
    func same(location: String, path: String) async throws {
        let harness = try Harness(redirect(location), .completion)
        _ = try await harness.create()
        let requests = harness.transport.requests
        #expect(requests[1].head.path == path)
        #expect(requests[1].head.authority == "api.openai.com")
        #expect(requests[1].head.method == .post)
        #expect(requests[1].body == requests[0].body)
        #expect(requests[1].header("authorization") == "Bearer \(Harness.key)")
        #expect(requests[1].header("idempotency-key") == requests[0].header("idempotency-key"))
        #expect(harness.notices.all.isEmpty)
    }

    @Test(
        "A cross-origin redirect is not followed, and the key is not sent",
        arguments: [
            "https://evil.example/v1", "http://api.openai.com/v1", "https://api.openai.com:444/", "//evil.example/",
            "https://api.openai.com@evil.example/", "https://api.openai.com.evil.example/", "ftp://api.openai.com/",
            "\\\\evil.example", "https:\\\\evil.example", "https://evil.example#@api.openai.com/", "/a\tb", "",
        ]
    )
    func other(location: String) async throws {
        let harness = try Harness(redirect(location), .completion)
        let error = await harness.failure(RequestOptions())
        #expect(error?.code == .invalidResponse)
        #expect(error?.status == 307)
        #expect(harness.transport.requests.count == 1)
    }

    @Test("303 becomes a GET without a body")
    func seeOther() async throws {
        let harness = try Harness(redirect("/x", status: 303), .completion)
        _ = try await harness.create()
        #expect(harness.transport.requests[1].head.method == .get)
        #expect(harness.transport.requests[1].body.isEmpty)
        #expect(harness.transport.requests[1].header("content-type") == nil)
    }

    @Test("A redirect loop ends, and a redirect without a location is an error")
    func circles() async throws {
        let harness = try Harness(redirect("/x"))
        #expect(await harness.failure()?.code == .invalidResponse)
        #expect(harness.transport.requests.count == 6)
        #expect(await (try Harness(.status(302))).failure()?.code == .invalidResponse)
        #expect(await (try Harness(.status(304))).failure()?.code == .invalidResponse)
    }
}
