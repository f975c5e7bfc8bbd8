import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Coverage of the API description")
struct CoverageTests {
    /// The recorded coverage of an operation, from which `Scripts/coverage` writes docs/coverage.md.
    private struct Record: Codable, Equatable {
        var parameters: [String] = []
        var formFields: [String]?
        var request: FieldCoverage?
        var response: FieldCoverage?
        var events: FieldCoverage?
    }

    /// The violations that are faults of the description, by operation: the text of the violation, and the reason.
    private static let faults: [String: [String: String]] = [:]

    private static let file = APIDescription.fixtures.appending(path: "coverage.json")

    @Test("Every operation is called with every parameter, and no request violates the description")
    func requests() async throws {
        let description = try APIDescription()
        let transport = ValidatingTransport(description)
        let client = try Self.client(transport)
        for operation in TypedOperation.all {
            let described = try #require(description.operations.first { $0.id == operation.id }, "\(operation.id)")
            let errors = await operation.send(client, described, description)
            #expect(Set(errors).isEmpty, "\(operation.id)")
            let calls = try #require(transport.recorded[operation.id], "\(operation.id) was not called")
            let unexpected = Set(calls.violations).filter { violation in
                !(Self.faults[operation.id] ?? [:]).keys.contains { violation.contains($0) }
            }
            #expect(unexpected.isEmpty, "\(operation.id)")
        }
        #expect(Set(transport.recorded.keys) == Set(TypedOperation.all.map(\.id)))
    }

    @Test("No typed operation has lost a parameter or a field, and the record is up to date")
    func coverage() async throws {
        let description = try APIDescription()
        let transport = ValidatingTransport(description)
        let client = try Self.client(transport)
        var records: [String: Record] = [:]
        for operation in TypedOperation.all {
            let described = try #require(description.operations.first { $0.id == operation.id })
            _ = await operation.send(client, described, description)
            records[operation.id] = Self.record(of: operation, described, transport, description)
        }
        if ProcessInfo.processInfo.environment["WAITER_RECORD_COVERAGE"] == "1" { try Self.write(records) }
        let recorded = try JSONDecoder().decode([String: Record].self, from: Data(contentsOf: Self.file))
        for (id, record) in recorded {
            let now = records[id] ?? Record()
            for (part, old, new) in [
                ("request", record.request, now.request), ("response", record.response, now.response),
                ("events", record.events, now.events),
            ] {
                let lost = (old.map { $0.typed.union($0.json) } ?? []).subtracting(new?.typed ?? [])
                    .subtracting(new?.json ?? [])
                #expect(lost.isEmpty, "\(id) lost fields of its \(part)")
            }
            #expect(Set(record.parameters).isSubset(of: now.parameters), "\(id) lost a parameter")
        }
        #expect(records == recorded, "coverage changed; run `make coverage`")
    }

    @Test("Every example of a response with a type is decoded")
    func examples() throws {
        let description = try APIDescription()
        var count = 0
        for operation in TypedOperation.all {
            for example in description.operations.first(where: { $0.id == operation.id })?.examples ?? [] {
                count += 1
                #expect(throws: Never.self, "\(operation.id): \(example.jsonText)") { try operation.decode?(example) }
            }
        }
        #expect(count > 40)
    }

    @Test("docs/coverage.md is up to date")
    func page() async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scripts/coverage").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, "--check"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "run `make coverage`")
    }

    private static func client(_ transport: ValidatingTransport) throws -> OpenAI {
        var configuration = try OpenAI.Configuration(apiKey: APIKey("sk-test-0123456789abcdef"))
        configuration.retry.maxRetries = 0
        return try OpenAI(configuration: configuration, transport: transport)
    }

    private static func record(
        of operation: TypedOperation,
        _ described: APIDescription.Operation,
        _ transport: ValidatingTransport,
        _ description: APIDescription
    ) -> Record {
        let calls = transport.recorded[operation.id] ?? ValidatingTransport.Calls()
        var record = Record(parameters: calls.parameters.sorted())
        if !calls.formFields.isEmpty { record.formFields = calls.formFields.sorted() }
        func measured(
            _ schema: JSONValue?,
            _ measure: (@Sendable (JSONValue, APIDescription) -> TypedOperation.Measurement)?
        ) -> FieldCoverage? {
            guard let schema, let measure else { return nil }
            let measurement = measure(schema, description)
            #expect(measurement.errors.isEmpty, "\(operation.id)")
            return measurement.coverage
        }
        record.request = measured(described.request["application/json"], operation.measureRequest)
        record.response = measured(described.response["application/json"], operation.measureResponse)
        record.events = measured(described.response["text/event-stream"], operation.measureEvents)
        return record
    }

    /// Writes one line per operation, so that changes can be reviewed.
    private static func write(_ records: [String: Record]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try records.sorted { $0.key < $1.key }.map { id, record in
            "\"\(id)\":" + String(decoding: try encoder.encode(record), as: UTF8.self)
        }
        try ("{\n" + lines.joined(separator: ",\n") + "\n}\n").write(to: file, atomically: true, encoding: .utf8)
    }
}
