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
        /// The errors of samples that a type cannot decode.
        var undecodable: [String]?
    }

    /// A violation that is a fault of the description.
    private struct Fault: Decodable {
        var operation: String
        /// A part of the violation's text.
        var violation: String
        var reason: String
    }

    /// The faults of the description; those that `Scripts/coverage` repairs are in the same file.
    private struct Faults: Decodable {
        var unrepaired: [Fault]

        init() throws {
            let data = try Data(contentsOf: APIDescription.fixtures.appending(path: "faults.json"))
            self = try JSONDecoder().decode(Faults.self, from: data)
        }

        /// Returns the violations of an operation that are not faults of the description.
        func unexpected(_ violations: [String], _ operation: TypedOperation) -> Set<String> {
            Set(violations).filter { text in
                !unrepaired.contains { $0.operation == operation.id && text.contains($0.violation) }
            }
        }
    }

    private static let file = APIDescription.fixtures.appending(path: "coverage.json")

    @Test("Every operation is called with every parameter, and no request violates the description")
    func requests() async throws {
        let description = try APIDescription()
        let transport = ValidatingTransport(description)
        let client = try Self.client(transport)
        let faults = try Faults()
        for operation in TypedOperation.all {
            let described = try #require(description.operations.first { $0.id == operation.id }, "\(operation.id)")
            let errors = await operation.send(client, described, description)
            #expect(faults.unexpected(errors, operation).isEmpty, "\(operation.id)")
            let calls = transport.recorded[operation.id] ?? ValidatingTransport.Calls(violations: ["not called"])
            #expect(faults.unexpected(calls.violations, operation).isEmpty, "\(operation.id)")
            let missing = described.query.keys.filter { !calls.parameters.contains($0) }.map { "\($0) is not sent" }
            #expect(faults.unexpected(missing, operation).isEmpty, "\(operation.id)")
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
        if ProcessInfo.processInfo.environment["WAITER_RECORD_COVERAGE"] == "1" {
            try Self.write(records, to: Self.file)
        }
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
        guard records != recorded else { return }
        let file = FileManager.default.temporaryDirectory.appending(path: "waiter-coverage.json")
        try Self.write(records, to: file)
        Issue.record("coverage changed; run `make coverage`, or copy \(file.path) over the record")
    }

    @Test("Every example of a response with a type is decoded")
    func examples() throws {
        let description = try APIDescription()
        let faults = try Faults()
        var count = 0
        for operation in TypedOperation.all {
            for example in description.operations.first(where: { $0.id == operation.id })?.examples ?? [] {
                count += 1
                do {
                    try operation.decode?(example)
                } catch {
                    #expect(faults.unexpected(["\(error)"], operation).isEmpty, "\(operation.id)")
                }
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
        var errors: Set<String> = []
        func measured(
            _ schema: JSONValue?,
            _ measure: (@Sendable (JSONValue, APIDescription) -> TypedOperation.Measurement)?
        ) -> FieldCoverage? {
            guard let schema, let measure else { return nil }
            let measurement = measure(schema, description)
            errors.formUnion(measurement.errors)
            return measurement.coverage
        }
        record.request = measured(described.request["application/json"], operation.measureRequest)
        record.response = measured(described.response["application/json"], operation.measureResponse)
        record.events = measured(described.response["text/event-stream"], operation.measureEvents)
        record.undecodable = errors.isEmpty ? nil : errors.sorted()
        return record
    }

    /// Writes one line per operation, so that changes can be reviewed.
    private static func write(_ records: [String: Record], to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try records.sorted { $0.key < $1.key }.map { id, record in
            "\"\(id)\":" + String(decoding: try encoder.encode(record), as: UTF8.self)
        }
        try ("{\n" + lines.joined(separator: ",\n") + "\n}\n").write(to: file, atomically: true, encoding: .utf8)
    }
}
