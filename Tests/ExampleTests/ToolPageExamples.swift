import Foundation
import Waiter
import WaiterConversation
import WaiterStore

/// The code of docs/tools.md, which `PageTests` compares with it.
enum ToolPageExamples {
    static func quickStart(client: OpenAI) async throws {
        struct Addends: Decodable {
            var left: Int
            var right: Int
        }

        let add = try FunctionTool("add", description: "Adds two integers.") { (numbers: Addends) in
            numbers.left + numbers.right
        }
        let request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("What is 17 plus 23?")])
        let run = client.chat.completions.run(request, tools: [add])
        print(try await run.collect().text)
    }

    struct Addends: Decodable {
        var left: Int
        var right: Int
    }

    static func readme(client: OpenAI, request: ChatCompletionRequest) async throws {
        let add = try FunctionTool("add", description: "Adds two integers.") { (numbers: Addends) in
            numbers.left + numbers.right
        }
        let run = client.chat.completions.run(request, tools: [add], until: .steps(5) || .tokens(20_000))
        print(try await run.collect().text)
    }

    static func events(run: ToolRun) async throws {
        for try await step in run {
            for try await event in step {
                switch event {
                case .chunk(let chunk): print(chunk.text, terminator: "")
                case .started(let call): print("[\(call.name) \(call.arguments.jsonText)]")
                case .finished(_, let output): print("[\(output.text)]")
                case .discarded: print("[retrying with schema-based tools]")
                }
            }
        }
    }

    static func bounded(client: OpenAI, request: ChatCompletionRequest, add: FunctionTool) async throws -> ToolRun {
        let condition: StopCondition = .steps(5) || .tokens(20_000) || .called("finish")
        let bounded = client.chat.completions.run(request, tools: [add], until: condition)
        return bounded
    }

    static func approval(client: OpenAI, request: ChatCompletionRequest, deploy: FunctionTool) async throws {
        var deploy = deploy
        deploy.approval = { _ in .askUser(prompt: "Deploy?") }
        let run = client.chat.completions.run(request, tools: [deploy])
        try await run.collect()
        if run.end == .suspended, let checkpoint = run.checkpoint {
            let data = try JSONEncoder().encode(checkpoint)
            // Later, or in another process:
            let stored = try JSONDecoder().decode(ToolCheckpoint.self, from: data)
            let approvals = stored.progress.waiting.map { ($0.id, ToolResolution.approved) }
            let decisions = Dictionary(uniqueKeysWithValues: approvals)
            try await client.chat.completions.resume(stored, with: decisions, tools: [deploy]).collect()
        }
    }

    static func saving(file: URL) -> ToolRunSettings {
        var settings = ToolRunSettings()
        settings.save = { checkpoint in
            try JSONEncoder().encode(checkpoint).write(to: file, options: .atomic)
        }
        return settings
    }

    static func conversation(store: ConversationStore, client: OpenAI, add: FunctionTool) async throws {
        let session = store.session(model: "gpt-6.1-sol", client: client)
        print(try await session.run("What is 17 plus 23?", tools: [add]).collect().text)
    }
}
