import Foundation
import Testing
import Waiter
import WaiterTestSupport

/// The installed model that these tests borrow; `make test` says where it is.
private enum Installed {
    static let directory = ProcessInfo.processInfo.environment["WAITER_TEST_LOCAL_DIR"]
    static var isAvailable: Bool { directory != nil && CommandFixture.executable != nil }
    static var isLong: Bool { isAvailable && ProcessInfo.processInfo.environment["WAITER_TEST_LONG"] != nil }
}

@Suite("Tools with the real local model", .enabled(if: Installed.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct LocalModelToolTests {
    @Test("The model, whose template does not support tools, uses a schema-based calculator and answers")
    func calculator() async throws {
        try await withServer { client in
            let run = try run("What is 1234 + 4321?", client)
            let text = try await run.collect().text
            #expect(run.mode == .schema)
            #expect(run.end == .answered)
            #expect(text.contains("5555"))
            #expect(run.checkpoint?.request.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
        }
    }

    @Test("Twenty runs are valid", .enabled(if: Installed.isLong))
    func twentyRuns() async throws {
        try await withServer { client in
            for number in 0..<20 {
                let run = try run("What is \(17 * number + 3) + \(23 * number + 5)?", client)
                let text = try await run.collect().text
                let messages = try #require(run.checkpoint?.request.messages)
                #expect(run.end == .answered && !text.isEmpty, "\(number): \(messages)")
                // Each call is one of a tool that there is, with arguments that conform to its schema.
                let results = messages.filter { $0.role == .tool }.map(\.text)
                #expect(!results.isEmpty && !results.contains { $0.hasPrefix("error") }, "\(number): \(results)")
            }
        }
    }

    private func run(_ question: String, _ client: OpenAI) throws -> ToolRun {
        let number: JSONValue = ["type": "number"]
        let schema = try JSONSchema([
            "type": "object", "properties": ["left": number, "right": number], "required": ["left", "right"],
            "additionalProperties": false,
        ])
        let add = FunctionTool("add", description: "Adds two numbers.", parameters: schema) { numbers in
            let sum = (numbers["left"]?.doubleValue ?? .nan) + (numbers["right"]?.doubleValue ?? .nan)
            return sum == sum.rounded() && abs(sum) < 1e15 ? "\(Int(sum))" : "\(sum)"
        }
        var request = ChatCompletionRequest(model: "smollm2-135m", messages: [.user(question)])
        request.temperature = 0
        request.maxTokens = 200
        // The first answer has to be a call.
        request.toolChoice = .required
        return client.chat.completions.run(request, tools: [add], until: .steps(5))
    }

    /// Starts a server in a home of its own that borrows what is installed, and stops it whatever happens.
    private func withServer(_ body: (OpenAI) async throws -> Void) async throws {
        let fixture = try CommandFixture(limit: .seconds(120))
        let local = fixture.waiterHome + "/local"
        try FileManager.default.createDirectory(atPath: local, withIntermediateDirectories: true)
        for name in ["engine", "models"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(local)/\(name)",
                withDestinationPath: "\(try #require(Installed.directory))/\(name)"
            )
        }
        let start = try await fixture.run(["local", "start"])
        let result: Result<Void, any Error>
        do {
            try #require(start.exitCode == 0, "\(start.error)")
            let address = start.output.split(separator: "\n").map(String.init).last ?? ""
            let variables = try await fixture.run(["local", "env", "--shell", "sh"])
            let key = variables.output.split(separator: "OPENAI_API_KEY=").last.map { String($0.dropLast()) }
            let configuration = try OpenAI.Configuration(apiKey: key.map { APIKey($0) }, baseURL: BaseURL(address))
            result = .success(try await body(OpenAI(configuration: configuration)))
        } catch {
            result = .failure(error)
        }
        _ = try await fixture.run(["local", "stop"])
        try result.get()
    }
}
