import Foundation
import HTTPTypes
import Synchronization
import Waiter
import WaiterTestSupport

/// A server that validates every request against the API description, and answers with a value of the response's schema.
final class ValidatingTransport: Transport {
    /// The requests of an operation.
    struct Calls: Sendable {
        var count = 0
        var parameters: Set<String> = []
        var formFields: Set<String> = []
        var violations: [String] = []
    }

    private let description: APIDescription
    private let calls = Mutex<[String: Calls]>([:])

    init(_ description: APIDescription) {
        self.description = description
    }

    /// The requests by operation.
    var recorded: [String: Calls] { calls.withLock { $0 } }

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        let target = URLComponents(string: request.head.path ?? "") ?? URLComponents()
        let path = String(target.path.dropFirst("/v1".count))
        let method = request.head.method.rawValue
        guard let operation = description.operation(method, path) else {
            calls.withLock { $0["\(method) \(path)", default: Calls()].violations.append("unknown operation") }
            return try await Self.answer("{}", to: request, progress)
        }
        var body = request.body
        if var reader = request.stream?.makeReader() {
            while let chunk = try await reader.next() { body += chunk }
        }
        var call = Calls(count: 1)
        checkQuery(target.queryItems ?? [], of: operation, &call)
        try checkBody(body, request.head.headerFields[.contentType] ?? "", of: operation, &call)
        calls.withLock { calls in
            var sum = calls[operation.id] ?? Calls()
            sum.count += 1
            sum.parameters.formUnion(call.parameters)
            sum.formFields.formUnion(call.formFields)
            sum.violations += call.violations
            calls[operation.id] = sum
        }
        return try await Self.answer(response(of: operation), to: request, progress)
    }

    private func checkQuery(_ items: [URLQueryItem], of operation: APIDescription.Operation, _ call: inout Calls) {
        for item in items {
            // `metadata[key]` is a member of an object, and `include[]` an element of an array.
            let name = String(item.name.prefix { $0 != "[" })
            guard let schema = operation.query[name]?["schema"] else {
                call.violations.append("unknown query parameter \(item.name)")
                continue
            }
            call.parameters.insert(name)
            let text = item.value ?? ""
            var value = (try? JSONValue(jsonText: text)).flatMap { $0.stringValue == nil ? $0 : nil } ?? .string(text)
            if description.resolved(schema)["type"] == "string" { value = .string(text) }
            if item.name.hasSuffix("[]") || description.resolved(schema)["type"] == "array" { value = .array([value]) }
            if item.name.hasSuffix("]"), !item.name.hasSuffix("[]") { value = ["key": value] }
            call.violations += (try? description.violations(of: schema, in: value)) ?? ["\(name): unusable schema"]
        }
        for (name, parameter) in operation.query.members
        where parameter["required"] == true && !call.parameters.contains(name) {
            call.violations.append("missing query parameter \(name)")
        }
    }

    private func checkBody(
        _ body: [UInt8],
        _ contentType: String,
        of operation: APIDescription.Operation,
        _ call: inout Calls
    ) throws {
        let media = String(contentType.prefix { $0 != ";" })
        guard !operation.request.isEmpty else {
            if !body.isEmpty { call.violations.append("a body where none is described") }
            return
        }
        guard let schema = operation.request[media] else {
            call.violations.append("media type \(media)")
            return
        }
        if media == "multipart/form-data" {
            let text = String(decoding: body, as: UTF8.self)
            call.formFields = Set(text.matches(of: /; name="([^"\[]*)/).map { String($0.1) })
            let properties = description.resolved(schema)["properties"]?.objectValue ?? JSONObject()
            call.violations += call.formFields.filter { properties[$0] == nil }.map { "unknown field \($0)" }
            call.violations += (description.resolved(schema)["required"]?.arrayValue ?? []).compactMap(\.stringValue)
                .filter { !call.formFields.contains($0) }.map { "missing field \($0)" }
        } else {
            call.violations += try description.violations(of: schema, in: JSONValue(parsing: body))
        }
    }

    private func response(of operation: APIDescription.Operation) -> String {
        guard let schema = operation.response["application/json"] else { return "{}" }
        return SchemaSamples(description).samples(of: schema).first?.jsonText ?? "{}"
    }

    private static func answer(
        _ text: String,
        to request: TransportRequest,
        _ progress: TransportProgress
    ) async throws -> TransportResponse {
        try await ScriptedTransport(.json(text)).send(request, progress: progress)
    }
}
