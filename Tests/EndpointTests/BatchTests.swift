import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Batches")
struct BatchTests {
    @Test("A request and a batch have all their fields")
    func fields() throws {
        var request = BatchRequest(inputFileID: "f", endpoint: .chatCompletions)
        request.metadata = ["b": "2", "a": "1"]
        request.outputExpiresAfter = FileExpiration(seconds: 3600)
        let json = try JSONValue(jsonText: encoded(request))
        #expect(
            json == [
                "endpoint": "/v1/chat/completions", "metadata": ["a": "1", "b": "2"], "input_file_id": "f",
                "completion_window": "24h", "output_expires_after": ["anchor": "created_at", "seconds": 3600],
            ]
        )
        #expect(try roundTrip(request) == request)
        let batch = try decoded(BatchObject.self, Self.every)
        #expect(batch.status == .completed && batch.status.isFinal && batch.endpoint == .responses)
        #expect(batch.errors.map(\.message) == ["bad"] && batch.errors[0].line == 3)
        #expect(batch.outputFileID == "o" && batch.errorFileID == "e" && batch.cancelledAt == 9)
        #expect(batch.requestCounts == .init(total: 3, completed: 2, failed: 1))
        #expect(batch.usage?.promptTokens == 5 && batch.metadata == ["k": "v"] && batch.model == "m")
        #expect(try roundTrip(batch) == batch)
    }

    @Test("A batch without optional members, with null ones and an unknown status is read and is not final")
    func lenient() throws {
        let text = #"{"id":"b","status":"paused","errors":null,"output_file_id":null,"error_file_id":""}"#
        let batch = try decoded(BatchObject.self, text)
        #expect(batch.status == "paused" && !batch.status.isFinal && batch.errors.isEmpty)
        #expect(batch.outputFileID == nil && batch.errorFileID == nil)
        #expect(throws: DecodingError.self) { try decoded(BatchObject.self, #"{"id":"b"}"#) }
    }

    @Test("Lines of an input file come from operations, and an ID that occurs twice is refused")
    func lines() throws {
        let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        let line = try BatchLine(customID: "1", .chatCompletion(request))
        #expect(line.url == "/v1/chat/completions" && line.method == "POST" && line.body["model"] == "m")
        #expect(try roundTrip(line) == line)
        #expect(throws: OpenAIError.self) { try BatchLine.file([line, line]) }
        #expect(throws: OpenAIError.self) { try BatchLine(customID: "1", .file("x")) }
        #expect(try BatchLine.file([line]).contentType == "application/jsonl")
    }

    @Test("Calls have their method, path and query")
    func calls() async throws {
        let transport = ScriptedTransport(
            .json(Self.batch("validating")),
            .json(Self.batch("cancelling")),
            .json(#"{"data":[\#(Self.batch("failed"))],"has_more":false,"first_id":"b","last_id":"b"}"#)
        )
        let client = try transport.client()
        #expect(try await client.batches.create(.init(inputFileID: "f", endpoint: .embeddings)).id == "b")
        #expect(try await client.batches.cancel("b").status == .cancelling)
        var statuses: [BatchObject.Status] = []
        for try await batch in client.batches.all(limit: 5) { statuses.append(batch.status) }
        #expect(statuses == [.failed])
        let lines = ["POST /v1/batches", "POST /v1/batches/b/cancel", "GET /v1/batches?limit=5"]
        #expect(transport.requests.map(\.line) == lines)
    }

    @Test("Waiting reports every state and ends with a final one, whichever it is")
    func waiting() async throws {
        for final in ["completed", "failed", "expired", "cancelled"] {
            let transport = ScriptedTransport(
                .json(Self.batch("validating")),
                .json(Self.batch("in_progress")),
                .json(Self.batch(final))
            )
            var states: [String] = []
            let batch = try await transport.client().batches.wait(for: "b") { states.append($0.status.rawValue) }
            #expect(states == ["validating", "in_progress", final])
            #expect(batch.status.rawValue == final)
        }
    }

    @Test("Progress is reported in the caller's isolation domain, whose state it may change")
    func isolation() async throws {
        let transport = ScriptedTransport(.json(Self.batch("in_progress")), .json(Self.batch("completed")))
        let watcher = BatchWatcher()
        try await watcher.watch(transport.client())
        #expect(await watcher.states == ["in_progress", "completed"])
    }

    @Test("Waiting fails at its deadline, before an interval that would exceed it")
    func deadline() async throws {
        let transport = ScriptedTransport(.json(Self.batch("in_progress")))
        let policy = PollingPolicy(interval: .seconds(1), deadline: .seconds(4))
        let error = await #expect(throws: OpenAIError.self) {
            try await transport.client().batches.wait(for: "b", policy: policy)
        }
        #expect(error?.code == .timeout)
    }

    @Test("Results of both files are matched by ID, and lines that do not belong to the batch are told apart")
    func results() async throws {
        let output = [
            Self.line("b", 200, Self.completion("two")), Self.line("a", 200, Self.completion("one")),
            Self.line("foreign", 200, Self.completion("?")), Self.line("a", 200, Self.completion("again")),
            Self.line("odd", 200, #"{"no":"completion"}"#), "not JSON", "",
        ]
        let errors = [
            Self.line("c", 429, #"{"error":{"message":"slow down","code":"rate_limit_exceeded"}}"#),
            #"{"custom_id":"d","response":null,"error":{"code":"batch_expired","message":"too late"}}"#,
        ]
        let transport = ScriptedTransport(
            .json(output.joined(separator: "\n")),
            .json(errors.joined(separator: "\n"))
        )
        let batch = try decoded(BatchObject.self, Self.every)
        let results = try await transport.client().batches
            .results(of: batch, as: ChatCompletion.self, expecting: ["a", "b", "c", "d", "odd", "gone"])
        #expect(try results["a"]?.get().text == "one")
        #expect(try results["b"]?.get().text == "two")
        #expect(Self.error(results["c"])?.code == .rateLimited)
        #expect(Self.error(results["c"])?.status == 429)
        #expect(Self.error(results["d"])?.message == "too late")
        #expect(Self.error(results["odd"])?.code == .invalidResponse)
        #expect(results.missing == ["gone"])
        #expect(results.unexpected.map(\.customID) == ["foreign", "a"])
        #expect(results.unreadableLines == ["o": [6]])
        #expect(transport.requests.map(\.line) == ["GET /v1/files/o/content", "GET /v1/files/e/content"])
    }

    @Test("Waiting for a file ends when it is processed, and fails when it is rejected")
    func file() async throws {
        func file(_ status: String) -> ScriptedTransport.Step {
            .json(#"{"id":"f","purpose":"batch","status":"\#(status)","status_details":"line 3"}"#)
        }
        let transport = ScriptedTransport(file("uploaded"), file("uploaded"), file("processed"))
        #expect(try await transport.client().files.wait(for: "f").status == "processed")
        #expect(transport.requests.count == 3)
        let error = await #expect(throws: OpenAIError.self) {
            try await ScriptedTransport(file("error")).client().files.wait(for: "f")
        }
        #expect(error?.code == .badRequest && error?.message.contains("line 3") == true)
    }

    private static func error<Value>(_ result: Result<Value, OpenAIError>?) -> OpenAIError? {
        if case .failure(let error)? = result { error } else { nil }
    }

    private static func batch(_ status: String) -> String {
        #"{"id":"b","object":"batch","status":"\#(status)","endpoint":"/v1/chat/completions"}"#
    }

    private static func line(_ id: String, _ status: Int, _ body: String) -> String {
        #"{"id":"r","custom_id":"\#(id)","response":{"status_code":\#(status),"request_id":"q","body":\#(body)}}"#
    }

    private static func completion(_ text: String) -> String {
        #"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"\#(text)"},"#
            + #""finish_reason":"stop"}]}"#
    }

    private static let every = #"""
        {"id":"b","object":"batch","endpoint":"/v1/responses","model":"m","errors":{"object":"list","data":[
        {"code":"c","message":"bad","param":null,"line":3}]},"input_file_id":"f","completion_window":"24h",
        "status":"completed","output_file_id":"o","error_file_id":"e","created_at":1,"in_progress_at":2,
        "expires_at":3,"finalizing_at":4,"completed_at":5,"failed_at":6,"expired_at":7,"cancelling_at":8,
        "cancelled_at":9,"request_counts":{"total":3,"completed":2,"failed":1},"usage":{"input_tokens":5,
        "input_tokens_details":{"cached_tokens":1},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":1},
        "total_tokens":7},"metadata":{"k":"v"}}
        """#
}

@MainActor
private final class BatchWatcher {
    var states: [String] = []

    func watch(_ client: OpenAI) async throws {
        _ = try await client.batches.wait(for: "b") { states.append($0.status.rawValue) }
    }
}
