import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Building requests", .timeLimit(.minutes(10)))
struct RequestBuildingTests {
    private func sent(
        _ options: RequestOptions = RequestOptions(),
        configure: (inout OpenAI.Configuration) throws -> Void = { _ in }
    ) async throws -> TransportRequest {
        var failure: (any Error)?
        let harness = try Harness(.completion) { configuration in
            do { try configure(&configuration) } catch { failure = error }
        }
        if let failure { throw failure }
        _ = try await harness.create(options)
        return try #require(harness.transport.requests.first)
    }

    @Test("A call has the headers required by the protocol")
    func headers() async throws {
        let request = try await sent {
            $0.organization = "org"
            $0.project = "proj"
        }
        #expect(request.head.method == .post)
        #expect(request.head.scheme == "https")
        #expect(request.head.authority == "api.openai.com")
        #expect(request.head.path == "/v1/chat/completions")
        #expect(request.header("authorization") == "Bearer \(Harness.key)")
        #expect(request.header("content-type") == "application/json")
        #expect(request.header("accept") == "application/json")
        #expect(request.header("user-agent") == "Waiter/\(WaiterVersion.current)")
        #expect(request.header("openai-organization") == "org")
        #expect(request.header("openai-project") == "proj")
        #expect(request.text == #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#)
        let stream = try Harness(.events("data: [DONE]\n\n"))
        _ = await stream.stream()
        #expect(stream.transport.requests[0].header("accept")?.contains("text/event-stream") == true)
        #expect(stream.transport.requests[0].text.contains(#""stream":true"#))
        let get = try Harness(.json(#"{"object":"list","data":[]}"#))
        _ = try await get.client.models.list()
        #expect(get.transport.requests[0].header("content-type") == nil)
        #expect(get.transport.requests[0].body.isEmpty)
    }

    @Test("A call's headers override the client's, which override Waiter's own, ignoring case; nil removes a header")
    func merging() async throws {
        let name = try #require(HTTPField.Name("X-Custom"))
        let request = try await sent(
            RequestOptions(headers: ["x-CUSTOM": "call", "USER-agent": nil, "Idempotency-Key": nil, "accept": "a"])
        ) {
            $0.headers[name.rawName] = "client"
            $0.headers["Accept"] = "b"
            $0.headers["user-agent"] = "c"
        }
        #expect(request.header("x-custom") == "call")
        #expect(request.header("user-agent") == nil)
        #expect(request.header("idempotency-key") == nil)
        #expect(request.header("accept") == "a")
        #expect(try await sent(RequestOptions(headers: ["authorization": nil])).header("authorization") == nil)
        #expect(
            try await sent(RequestOptions(headers: ["authorization": "Basic x"])).header("authorization") == "Basic x"
        )
        #expect(try await sent { $0.headers["Authorization"] = "Basic y" }.header("authorization") == "Basic y")
        let bare = try await sent { $0.headers = ["authorization": nil, "Idempotency-Key": nil, "user-agent": nil] }
        for name in ["authorization", "idempotency-key", "user-agent"] { #expect(bare.header(name) == nil, "\(name)") }
        #expect(try await sent(RequestOptions(apiKey: APIKey("sk-other"))).header("authorization") == "Bearer sk-other")
    }

    @Test("Headers and keys that would break a request are rejected before it is sent")
    func injection() async throws {
        for options in [
            RequestOptions(headers: ["x": "a\r\nb: c"]), RequestOptions(headers: ["x y": "a"]),
            RequestOptions(headers: ["": "a"]), RequestOptions(apiKey: APIKey("sk\r\nx: y")),
            RequestOptions(apiKey: APIKey("")),
        ] {
            let harness = try Harness(.completion)
            let error = await harness.failure(options)
            #expect([.invalidRequest, .configuration].contains(error?.code))
            #expect(harness.transport.requests.isEmpty)
        }
    }

    @Test("The base URL's path and query are kept; a call's query items are added, replaced and removed")
    func query() async throws {
        func path(_ base: String, _ query: [String: String?] = [:]) async throws -> String? {
            try await sent(RequestOptions(query: query)) { $0.baseURL = try BaseURL(base) }.head.path
        }
        #expect(try await path("https://h/v1/") == "/v1/chat/completions")
        #expect(try await path("https://h") == "/chat/completions")
        #expect(
            try await path("https://h/a/b?x=1&y=%20", ["z": "ä &"]) == "/a/b/chat/completions?x=1&y=%20&z=%C3%A4%20%26"
        )
        #expect(try await path("https://h?x=1&y=2", ["x": "3"]) == "/chat/completions?y=2&x=3")
        #expect(try await path("https://h?x=1&y=2", ["x": nil]) == "/chat/completions?y=2")
    }

    @Test("IDs are percent-encoded, and cannot change the path")
    func ids() async throws {
        func path(_ id: String) async throws -> String? {
            let harness = try Harness(.json(#"{"id":"m"}"#))
            _ = try await harness.client.models.retrieve(id)
            return harness.transport.requests[0].head.path
        }
        #expect(try await path("a/b?c#d e%") == "/v1/models/a%2Fb%3Fc%23d%20e%25")
        #expect(try await path("ft:gpt@x!$&'()*+,;=-._~") == "/v1/models/ft:gpt@x!$&'()*+,;=-._~")
        #expect(try await path("é") == "/v1/models/%C3%A9")
        #expect(try await path("...") == "/v1/models/...")
        #expect(try await path("a\r\nb") == "/v1/models/a%0D%0Ab")
        for id in ["", ".", "..", "%2e%2E", ".%2e", "%2E"] {
            let harness = try Harness(.json("{}"))
            let error = await #expect(throws: OpenAIError.self) { try await harness.client.models.retrieve(id) }
            #expect(error?.code == .invalidRequest)
            #expect(harness.transport.requests.isEmpty)
        }
    }

    @Test("Any path can be called; its segments are encoded unless they already are")
    func anyPath() async throws {
        let harness = try Harness(.json(#"{"a":1}"#))
        let answer: JSONValue = try await harness.client.request(.get, "files/a%2Fb c", query: ["q": "1"]).value
        #expect(answer == ["a": 1])
        #expect(harness.transport.requests[0].head.path == "/v1/files/a%2Fb%20c?q=1")
        for path in ["", "/", "/a//b", "/a/../b", "/a/%2e%2e", "/a/"] {
            await #expect(throws: OpenAIError.self, "\(path)") {
                try await harness.client.requestBytes(.get, path)
            }
        }
        _ = try await harness.client.requestBytes(.post, "/x", body: ["b": [1], "a": [2]])
        #expect(harness.transport.requests.last?.text == #"{"a":[2],"b":[1]}"#)
    }

    @Test("Additional fields are merged into the body, recursively and last; null stays null")
    func extraBody() async throws {
        let extra: JSONObject = ["model": "other", "x": ["y": .null], "stop": ["a"]]
        let text = try await sent(RequestOptions(extraBody: extra)).text
        #expect(text == #"{"model":"other","messages":[{"role":"user","content":"hi"}],"x":{"y":null},"stop":["a"]}"#)
        let harness = try Harness(.completion)
        #expect(await harness.failure(RequestOptions(extraBody: ["x": .number(.nan)]))?.code == .invalidRequest)
        let error = await #expect(throws: OpenAIError.self) {
            try await harness.client.requestBytes(.post, "/x", body: [1], options: RequestOptions(extraBody: ["a": 1]))
        }
        #expect(error?.code == .invalidRequest)
    }

    @Test("A number without a JSON representation is rejected by name before anything is sent")
    func notANumber() async throws {
        let harness = try Harness(.completion)
        var request = Harness.request
        request.temperature = .nan
        let error = await #expect(throws: OpenAIError.self) {
            try await harness.client.chat.completions.create(request)
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("temperature") == true)
        #expect(harness.transport.requests.isEmpty)
    }

    @Test("Azure is a configuration: deployment path, version in the query, key in a separate header")
    func azure() async throws {
        let configuration = try OpenAI.Configuration.azure(
            endpoint: "https://name.openai.azure.com/",
            deployment: "my gpt",
            apiVersion: "2024-10-21",
            apiKey: APIKey(Harness.key)
        )
        let transport = ScriptedTransport(.completion)
        let client = try OpenAI(configuration: configuration, transport: transport)
        _ = try await client.chat.completions.create(Harness.request)
        let request = transport.requests[0]
        #expect(request.head.path == "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21")
        #expect(request.header("api-key") == Harness.key)
        #expect(request.header("authorization") == nil)
    }
}
