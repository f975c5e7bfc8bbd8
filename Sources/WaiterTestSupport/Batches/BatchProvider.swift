internal import Foundation
internal import Synchronization
public import Waiter
public import WaiterTesting

/// An in-memory implementation of a provider's Batch API. A batch ends after it has been retrieved a given number of
/// times.
public final class BatchProvider: Sendable {
    /// A created batch.
    public struct Batch: Sendable {
        /// The ID: `batch-0`, `batch-1` and so on.
        public var id: String
        /// The endpoint.
        public var endpoint: String
        /// The metadata.
        public var metadata: JSONValue
        /// The lines of the batch's input file.
        public var lines: [JSONValue]
        /// Whether cancellation was requested. A cancellation request ends the batch.
        public internal(set) var isCancelled = false
        var retrieved = 0
    }

    private struct State {
        var files: [String: [UInt8]] = [:]
        var batches: [Batch] = []
        var isBroken = false
    }

    /// The outcome of a batch. It consists of the final status and a closure that returns the result line for a
    /// request. The closure returns `nil` for a request without a result.
    public struct Outcome: Sendable {
        var status: String
        var errors: JSONValue
        var line: @Sendable (JSONValue) -> JSONValue?

        /// Creates an outcome. By default, all requests succeed.
        public init(
            status: String = "completed",
            errors: JSONValue = .null,
            line: @escaping @Sendable (JSONValue) -> JSONValue? = { BatchProvider.success($0) }
        ) {
            (self.status, self.errors, self.line) = (status, errors, line)
        }
    }

    private let state = Mutex(State())
    private let outcome: @Sendable (Batch) -> Outcome
    /// Whether the connection breaks after the first batch has been created.
    private let breaksCreation: Bool
    /// The number of retrievals after which a batch ends.
    private let retrievals: Int

    /// Creates a provider.
    public init(
        breaksCreation: Bool = false,
        retrievals: Int = 2,
        outcome: @escaping @Sendable (Batch) -> Outcome = { _ in Outcome() }
    ) {
        (self.breaksCreation, self.retrievals, self.outcome) = (breaksCreation, retrievals, outcome)
    }

    /// All batches, in order of creation.
    public var batches: [Batch] { state.withLock(\.batches) }

    /// Returns a successful result line.
    public static func success(_ line: JSONValue) -> JSONValue {
        let body: JSONValue = [
            "id": "c1", "model": line["body"]?["model"] ?? .null,
            "choices": [["index": 0, "message": ["role": "assistant", "content": line["custom_id"] ?? .null]]],
            "usage": ["prompt_tokens": 8, "completion_tokens": 10, "total_tokens": 18],
        ]
        return [
            "id": "l1", "custom_id": line["custom_id"] ?? .null, "error": .null,
            "response": ["status_code": 200, "request_id": "r1", "body": body],
        ]
    }

    /// Returns a result line for a request that was not processed in time.
    public static func expired(_ line: JSONValue) -> JSONValue {
        [
            "id": "l1", "custom_id": line["custom_id"] ?? .null, "response": .null,
            "error": ["code": "batch_expired", "message": "This request could not be executed before the deadline."],
        ]
    }

    /// Returns the response to a request, or `nil` if the path is not part of the Batch API.
    public func steps(_ request: FaultServer.Request) -> [FaultServer.Step]? {
        let parts = request.path.prefix { $0 != "?" }.split(separator: "/").dropFirst().map(String.init)
        switch (request.method, parts.first ?? "", parts.count) {
        case ("POST", "files", 1): return upload(request)
        case ("POST", "batches", 1): return create(request)
        case ("GET", "batches", 1): return list()
        case ("GET", "batches", 2): return retrieve(parts[1])
        case ("POST", "batches", 3): return cancel(parts[1])
        case ("GET", "files", 2):
            return [.response(#"{"id":"\#(parts[1])","purpose":"batch","created_at":\#(Self.now)}"#)]
        case ("GET", "files", 3):
            let content = state.withLock { $0.files[parts[1]] } ?? []
            return [.response(String(decoding: content, as: UTF8.self), headers: [])]
        default: return nil
        }
    }

    private func upload(_ request: FaultServer.Request) -> [FaultServer.Step] {
        let lines = request.text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("{") }.joined(separator: "\n")
        let id = state.withLock { state in
            let id = "file-\(state.files.count)"
            state.files[id] = Array(lines.utf8)
            return id
        }
        return [
            .response(#"{"id":"\#(id)","object":"file","bytes":1,"created_at":1,"filename":"b","purpose":"batch"}"#)
        ]
    }

    private func create(_ request: FaultServer.Request) -> [FaultServer.Step] {
        guard let json = try? JSONValue(jsonText: request.text) else { return [.close] }
        let (batch, breaks) = state.withLock { state in
            let file = state.files[json["input_file_id"]?.stringValue ?? ""] ?? []
            let lines = file.split(separator: 0x0A).compactMap {
                try? JSONValue(jsonText: String(decoding: $0, as: UTF8.self))
            }
            let batch = Batch(
                id: "batch-\(state.batches.count)",
                endpoint: json["endpoint"]?.stringValue ?? "",
                metadata: json["metadata"] ?? .null,
                lines: lines
            )
            state.batches.append(batch)
            defer { state.isBroken = true }
            return (batch, breaksCreation && !state.isBroken)
        }
        return breaks ? [.close] : [.response(Self.json(batch, "validating").jsonText)]
    }

    private func cancel(_ id: String) -> [FaultServer.Step] {
        let batch = state.withLock { state -> Batch? in
            guard let index = state.batches.firstIndex(where: { $0.id == id }) else { return nil }
            state.batches[index].isCancelled = true
            return state.batches[index]
        }
        return batch.map { [.response(Self.json($0, "cancelling").jsonText)] } ?? [
            .response("{}", status: "404 Not Found")
        ]
    }

    private func list() -> [FaultServer.Step] {
        let all = batches.reversed().map { Self.json($0, "in_progress") }
        return [.response(JSONValue.object(["object": "list", "data": .array(all), "has_more": false]).jsonText)]
    }

    private func retrieve(_ id: String) -> [FaultServer.Step] {
        let json = state.withLock { state -> JSONValue? in
            guard let index = state.batches.firstIndex(where: { $0.id == id }) else { return nil }
            state.batches[index].retrieved += 1
            let batch = state.batches[index]
            guard batch.retrieved >= retrievals || batch.isCancelled else { return Self.json(batch, "in_progress") }
            let outcome = outcome(batch)
            let results = batch.lines.compactMap(outcome.line)
            var json = Self.json(batch, outcome.status).objectValue ?? [:]
            for (name, isError) in [("output_file_id", false), ("error_file_id", true)] {
                let lines = results.filter { $0["response"]?.isNull ?? true == isError }
                if lines.isEmpty { continue }
                let file = "\(name)-\(id)"
                state.files[file] = Array(lines.map { $0.jsonText + "\n" }.joined().utf8)
                json[name] = .string(file)
            }
            json["errors"] = outcome.errors
            return .object(json)
        }
        return json.map { [.response($0.jsonText)] } ?? [.response("{}", status: "404 Not Found")]
    }

    private static func json(_ batch: Batch, _ status: String) -> JSONValue {
        [
            "id": .string(batch.id), "object": "batch", "endpoint": .string(batch.endpoint), "status": .string(status),
            "input_file_id": "f", "completion_window": "24h", "metadata": batch.metadata,
            "created_at": .integer(now),
        ]
    }

    private static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}
