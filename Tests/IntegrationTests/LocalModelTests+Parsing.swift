import Testing
import Waiter
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A typed answer of the local model.
private struct City: JSONSchemaRefining, Sendable {
    enum Continent: String, Decodable, CaseIterable, Sendable {
        case africa, america, antarctica, asia, australia, europe
    }

    struct River: JSONSchemaRefining, Sendable {
        var name: String

        enum CodingKeys: String, CodingKey { case name }

        static var schemaRefinements: [JSONSchema.Refinement] { [.property(CodingKeys.name, .maxLength(20))] }
    }

    var name: String
    var continent: Continent
    var population: Int
    var isCapital: Bool
    var rivers: [River]
    var founded: Date?

    enum CodingKeys: String, CodingKey { case name, continent, population, isCapital, rivers, founded }

    static var schemaRefinements: [JSONSchema.Refinement] {
        [
            .property(CodingKeys.name, "The name of the city", .maxLength(30)),
            .property(CodingKeys.population, .minimum(0), .maximum(100_000_000)),
            .property(CodingKeys.rivers, .maxItems(2)),
        ]
    }
}

extension LocalModelTests {
    /// So many prompts are sent: `WAITER_TEST_PROMPTS=50` for all of them.
    private static var promptCount: Int {
        ProcessInfo.processInfo.environment["WAITER_TEST_PROMPTS"].flatMap { Int($0) } ?? 4
    }

    private static let names = [
        "Paris", "Cairo", "Lima", "Tokyo", "Sydney", "Oslo", "Rome", "Delhi", "Quito", "Accra", "Bern", "Hanoi", "Kyiv",
        "Seoul", "Dakar", "Havana", "Lagos", "Madrid", "Nairobi", "Ottawa", "Prague", "Riga", "Sofia", "Tunis",
        "Vienna",
    ]

    private static var prompts: [String] {
        ["Describe the city of", "Answer in JSON: name, continent and population of"]
            .flatMap { question in names.map { "\(question) \($0)." } }
    }

    @Test("Every prompt gives a value of its type, complete and streamed")
    func typedAnswers() async throws {
        let output = StructuredOutputOptions(onIgnoredSchema: { Issue.record("\($0)") })
        let prompts = Self.prompts.prefix(Self.promptCount)
        try await Served.with { served in
            var values = 0
            for (number, prompt) in prompts.enumerated() {
                var request = served.request(prompt, limit: 300)
                request.seed = number
                request.temperature = 0.7
                do {
                    let city = try await value(served, request, output, isStreamed: number % 2 == 1)
                    #expect(
                        city.name.count <= 30 && city.rivers.count <= 2 && (0...100_000_000).contains(city.population)
                    )
                    values += 1
                } catch {
                    Issue.record("\(prompt): \(error) \((error as? OpenAIError)?.completion?.text ?? "")")
                }
            }
            print("typed answers of the local model: \(values)/\(prompts.count)")
            #expect(values == prompts.count)
        }
    }

    private func value(
        _ served: Served,
        _ request: ChatCompletionRequest,
        _ output: StructuredOutputOptions,
        isStreamed: Bool
    ) async throws -> City {
        let completions = served.client.chat.completions
        guard isStreamed else {
            return try await completions.parse(request, as: City.self, structuredOutput: output).value
        }
        let stream = try await completions.stream(request, as: City.self, structuredOutput: output)
        var last: ParsedSnapshot?
        for try await snapshot in stream {
            #expect(snapshot.json.objectValue?.count ?? 0 >= last?.json.objectValue?.count ?? 0)
            last = snapshot
        }
        let parsed = try await stream.completed()
        #expect(try last?.json == JSONValue(jsonText: parsed.completion.text))
        return parsed.value
    }
}
