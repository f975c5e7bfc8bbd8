import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Calls of the Responses API")
struct CallTests {
    @Test("create sends the request and returns the response")
    func create() async throws {
        let transport = ScriptedTransport(.json(completedResponse))
        let client = try transport.client()
        let response = try await client.responses.create(model: "m", input: "hi")
        #expect(response.outputText == "Hello")
        #expect(transport.requests[0].path == "/v1/responses")
        #expect(transport.requests[0].json == ["model": "m", "input": "hi"])
        let sent = try await client.send(.response(request))
        #expect(sent.value == response)
        #expect(sent.head.status == 200)
    }

    @Test("A failed response is thrown as the server's error, with the response")
    func failed() async throws {
        let client = try ScriptedTransport(.json(failedResponse)).client()
        let error = await #expect(throws: OpenAIError.self) { try await client.responses.create(request) }
        #expect(error?.message == "the model crashed")
        #expect(error?.serverCode == "server_error")
        #expect(error?.response?.outputText == "He")
        let limited = failedResponse.replacing("server_error", with: "rate_limit_exceeded")
        let client2 = try ScriptedTransport(.json(limited)).client()
        let error2 = await #expect(throws: OpenAIError.self) { try await client2.responses.create(request) }
        #expect(error2?.code == .rateLimited)
    }

    @Test("retrieve returns a failed response instead of throwing its error")
    func retrieveFailed() async throws {
        let transport = ScriptedTransport(.json(failedResponse))
        let response = try await transport.client().responses.retrieve("r", include: [.logprobs, .webSearchSources])
        #expect(response.status == .failed)
        #expect(response.error?.message == "the model crashed")
        #expect(
            transport.requests[0].path
                == "/v1/responses/r?include%5B%5D=message.output_text.logprobs"
                + "&include%5B%5D=web_search_call.action.sources"
        )
    }

    @Test("A body that is not a response is an error with the body")
    func noResponse() async throws {
        for body in ["{}", #"{"object":"response","status":"completed"}"#, "[]", "<html>"] {
            let client = try ScriptedTransport(.json(body)).client()
            let error = await #expect(throws: OpenAIError.self) { try await client.responses.create(request) }
            #expect(error?.code == .invalidResponse)
            #expect(error?.body == body)
        }
    }

    @Test("The answer of a server that reports the limit as completed is marked as cut")
    func cut() async throws {
        var request = request
        request.maxOutputTokens = 2
        let response = try await ScriptedTransport(.json(completedResponse)).client().responses.create(request)
        #expect(response.isTruncated)
        let events = sse(#"{"type":"response.completed","response":\#(completedResponse)}"#)
        var last: ResponseStreamEvent?
        for try await event in try await ScriptedTransport(events).client().responses.stream(request) { last = event }
        #expect(last?.response?.isTruncated == true)
    }

    @Test("A server without /responses is named, with chat completions as the way out")
    func missing() async throws {
        let bodies: [(Int, String)] = [
            (404, #"{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}"#),
            (404, #"{"detail":"Not Found"}"#), (404, "404 page not found"), (404, "<html>nginx</html>"), (404, ""),
            (405, #"{"detail":"Method Not Allowed"}"#),
            (404, #"{"error":{"message":"Invalid URL (POST /v1/responses)","type":"invalid_request_error"}}"#),
        ]
        for (status, body) in bodies {
            let client = try ScriptedTransport(.json(body, status: status)).client()
            let error = await #expect(throws: OpenAIError.self) { try await client.responses.create(request) }
            #expect(error?.message.contains("no Responses API") == true, "\(body)")
            #expect(error?.message.contains("--api chat") == true)
            #expect(error?.status == status)
            #expect(await read(client).error?.message.contains("--api chat") == true)
        }
    }

    @Test("Another 404 keeps its own message")
    func otherNotFound() async throws {
        let bodies = [
            #"{"error":{"code":"model_not_found","message":"The model 'm' does not exist","type":"invalid_request_error"}}"#,
            #"{"error":{"code":"previous_response_not_found","message":"Previous response with id 'r' not found."}}"#,
            #"{"error":{"message":"Item with id 'rs_1' not found. Items are not persisted when `store` is set to false."}}"#,
        ]
        for body in bodies {
            let client = try ScriptedTransport(.json(body, status: 404)).client()
            let error = await #expect(throws: OpenAIError.self) { try await client.responses.create(request) }
            #expect(error?.message.contains("Responses API") == false, "\(body)")
            #expect(error?.code == .notFound)
        }
    }

    @Test("A response in the background that is not stored is refused before it is sent")
    func backgroundWithoutStore() async throws {
        let transport = ScriptedTransport(.json(completedResponse))
        let client = try transport.client()
        var request = request
        request.background = true
        request.store = false
        let error = await #expect(throws: OpenAIError.self) { try await client.responses.create(request) }
        #expect(error?.code == .invalidRequest)
        #expect(await read(client, request).error?.code == .invalidRequest)
        request.store = true
        await #expect(throws: OpenAIError.self) {
            try await client.responses.create(request, options: RequestOptions(extraBody: ["store": false]))
        }
        #expect(transport.requests.isEmpty)
        _ = try await client.responses.create(request)
        #expect(transport.requests.count == 1)
    }

    @Test("Stored responses are deleted, cancelled and listed; tokens are counted and conversations compacted")
    func others() async throws {
        let transport = ScriptedTransport(
            .json(#"{"id":"r","object":"response","deleted":true}"#),
            .json(""),
            .json(completedResponse),
            .json(
                #"{"object":"list","data":[{"id":"m","type":"message","role":"user","content":"hi"}],"has_more":true}"#
            ),
            .json(#"{"object":"response.input_tokens","input_tokens":11}"#),
            .json(#"{"output":[{"type":"compaction","encrypted_content":"x"}],"usage":{"input_tokens":3}}"#)
        )
        let responses = try transport.client().responses
        #expect(try await responses.delete("r").deleted)
        #expect(try await responses.delete("r").deleted)
        #expect(try await responses.cancel("r").status == .completed)
        let page = try await responses.inputItems.list("r", .init(after: "a", limit: 2, order: .ascending))
        #expect(page.hasMore)
        #expect(page.lastID == "m")
        #expect(try await responses.inputTokens.count(request).inputTokens == 11)
        #expect(
            try await responses.compact(CompactionRequest(model: "m", input: "hi")).output.map(\.type) == ["compaction"]
        )
        #expect(
            transport.requests.map { "\($0.head.method) \($0.path)" } == [
                "DELETE /v1/responses/r", "DELETE /v1/responses/r", "POST /v1/responses/r/cancel",
                "GET /v1/responses/r/input_items?after=a&limit=2&order=asc", "POST /v1/responses/input_tokens",
                "POST /v1/responses/compact",
            ]
        )
    }

    @Test("A server that can only create responses is told apart from one without the Responses API")
    func missingEndpoints() async throws {
        let body = #"{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}"#
        let transport = ScriptedTransport(.json(body, status: 404))
        let responses = try transport.client().responses
        let counting = await #expect(throws: OpenAIError.self) { try await responses.inputTokens.count(request) }
        #expect(counting?.message == "the server does not have the endpoint /responses/input_tokens (HTTP 404)")
        let compacting = await #expect(throws: OpenAIError.self) {
            try await responses.compact(CompactionRequest(model: "m", input: "hi"))
        }
        #expect(compacting?.message == "the server does not have the endpoint /responses/compact (HTTP 404)")
        #expect(compacting?.code == .notFound && compacting?.status == 404)
    }

    @Test("Conversations on the server are created, retrieved, updated and deleted with their items")
    func conversations() async throws {
        let conversation = #"{"id":"conv","object":"conversation","created_at":1,"metadata":{"a":"b"}}"#
        let list =
            #"{"object":"list","data":[{"id":"m","type":"message","role":"user","content":"hi"}],"has_more":false}"#
        let transport = ScriptedTransport(
            .json(conversation),
            .json(conversation),
            .json(conversation),
            .json(#"{"id":"conv","object":"conversation.deleted","deleted":true}"#),
            .json(list),
            .json(list),
            .json(#"{"id":"m","type":"message","role":"user","content":"hi"}"#),
            .json(conversation)
        )
        let conversations = try transport.client().conversations
        #expect(try await conversations.create(.init(items: [.user("hi")], metadata: ["a": "b"])).id == "conv")
        #expect(try await conversations.retrieve("conv").metadata == ["a": "b"])
        try await conversations.update("conv", metadata: ["c": "d"])
        #expect(try await conversations.delete("conv").deleted)
        #expect(try await conversations.items.create([.user("hi")], in: "conv").count == 1)
        #expect(try await conversations.items.list(of: "conv", .init(limit: 5)).first?.id == "m")
        #expect(try await conversations.items.retrieve("m", of: "conv").type == "message")
        #expect(try await conversations.items.delete("m", of: "conv").id == "conv")
        #expect(
            transport.requests.map { "\($0.head.method) \($0.path)" } == [
                "POST /v1/conversations", "GET /v1/conversations/conv", "POST /v1/conversations/conv",
                "DELETE /v1/conversations/conv", "POST /v1/conversations/conv/items",
                "GET /v1/conversations/conv/items?limit=5", "GET /v1/conversations/conv/items/m",
                "DELETE /v1/conversations/conv/items/m",
            ]
        )
        #expect(transport.requests[2].json == ["metadata": ["c": "d"]])
    }
}
