// This file contains the code in the articles about conversations, tokens, costs, bulk runs, observability, webhooks
// and MCP servers. To run the code against the local model, enter `eval "$(waiter local env)"` and then `swift run
// ServiceGuide` in an empty folder.

import Foundation
import Logging
import ServiceLifecycle
import Waiter
import WaiterBulk
import WaiterConversation
import WaiterMCP
import WaiterModels
import WaiterObservability
import WaiterServiceLifecycle
import WaiterStore
import WaiterTokenizer
import WaiterWebhooks

/// Options that keep the answers in the examples short.
let brief = Conversation.Options(prepare: { $0.maxCompletionTokens = 12 })

func sessions(client: OpenAI) async throws {
    // snippet.session
    let options = Conversation.Options(prepare: { $0.maxCompletionTokens = 12 })
    let session = ConversationSession(
        model: "gpt-6.1-sol",
        system: "Be brief.",
        client: client,
        options: options
    )
    print(try await session.send("What is an API?").text)

    let answer = try await session.stream("And how is it like a waiter?")
    for try await chunk in answer { print(chunk.text, terminator: "") }
    print()
    // snippet.end

    // snippet.update
    try await session.update { $0.title = "About waiters" }
    for message in session.conversation.messages { print(message.role.rawValue, message.text) }
    // snippet.end

    // snippet.policy
    let strict = Conversation.Options(policy: .fail, prepare: { $0.maxCompletionTokens = 12 })
    print(try await session.send("In one word?", options: strict).text)
    print(session.conversation.lastFit?.omitted.count ?? 0, "messages left out")
    // snippet.end
}

func stored(client: OpenAI) async throws {
    // snippet.store
    let store = try await ConversationStore(path: "chats.sqlite3")
    let session = store.session(model: "gpt-6.1-sol", client: client)
    print(try await session.send("What is an API?", options: brief).text)

    // Later, or in another process:
    let later = try await store.session(session.id, client: client)
    print(try await later.send("And a waiter?", options: brief).text)
    for conversation in try await store.list() { print(conversation.id, conversation.title, conversation.turns) }
    // snippet.end
}

func tokens(report: String, request: ChatCompletionRequest) throws {
    // snippet.count
    let encoding = TokenEncoding.forModel("gpt-4o").encoding
    let tokens = encoding.encode("What is an API?")
    print(tokens, try encoding.decodeText(tokens))
    print(encoding.count(report))  // faster than encoding
    // snippet.end

    // snippet.fit
    let fitted = encoding.fit(report, to: 40, keeping: .both, marker: "[...]")
    print(fitted.text)
    // snippet.end

    // snippet.count-stream
    var counter = TokenCounterStream(.o200kBase)
    for chunk in [report, report] { try counter.append(Array(chunk.utf8)) }
    print(try counter.finish())
    // snippet.end

    // snippet.count-request
    let count = TokenCounter(model: "gpt-4o").count(request)
    print(count.tokens, count.isExact, count.reasons)
    // snippet.end
}

func prices(completion: ChatCompletion) {
    // snippet.price
    let catalogue = ModelCatalogue.builtIn
    let entry = catalogue.lookup("gpt-4o").entry
    print(entry?.contextWindow ?? 0, entry?.maxOutput ?? 0)

    let cost = catalogue.cost(of: completion.usage, in: PricingContext(model: "gpt-4o"))
    print(cost.total.map { "\($0)" } ?? "unknown")
    for line in cost.lines { print(line) }
    // snippet.end
}

func ledger(request: ChatCompletionRequest) async throws {
    // snippet.ledger
    let ledger = try await Ledger(path: "calls.sqlite3")
    let client = try OpenAI(configuration: .fromEnvironment(), meter: ledger)
    let options = RequestOptions(metering: MeteringOptions(tags: ["lesson"]))
    print(try await client.chat.completions.create(request, options: options).text)

    for group in try await ledger.usage(by: .tag) { print(group.name, group.sum.calls, group.sum.knownCost) }
    // snippet.end

    // snippet.budget
    try await ledger.set(Budget(limit: .cents(1), period: .day))
    var expensive = ChatCompletionRequest(model: "gpt-4o", messages: [.user("Write a novel.")])
    expensive.maxCompletionTokens = 16_000
    do {
        print(try await client.chat.completions.create(expensive).text)
    } catch let error as OpenAIError where error.code == .budgetExceeded {
        // Nothing was sent.
        let refusal = error.underlying as? BudgetRefusal
        print("\(error.message); left:", refusal?.status?.left ?? .zero)
    }
    // snippet.end
}

func bulk(request: ChatCompletionRequest) async throws {
    // snippet.bulk
    let queue = try await SQLiteBulkQueue(path: "bulk.sqlite3")
    let ledger = try await Ledger(path: "bulk-costs.sqlite3")
    let run = BulkRun("reviews", in: queue)
    let lines = try (1...3).map { try BatchLine(customID: "row-\($0)", .chatCompletion(request)) }
    try await run.load(
        AsyncStream { continuation in
            for line in lines { continuation.yield(line) }
            continuation.finish()
        }
    )
    let engine = try LiveBulkEngine(configuration: .fromEnvironment(), ledger: ledger)
    let stop = try await run.process(with: engine)
    for try await result in run.results(ordered: true) {
        print(result.customID, result.response?.statusCode ?? 0)
    }
    print(stop)
    // snippet.end
}

func observability(ledger: Ledger) throws -> OpenAI {
    // snippet.observer
    var options = TelemetryObserver.Options()
    options.capturesContent = false  // true also reports prompts and answers
    let client = try OpenAI(
        configuration: .fromEnvironment(),
        meter: ledger,
        observer: TelemetryObserver(options)
    )
    // snippet.end
    return client
}

func service(client: OpenAI, server: any Service) async throws {
    // snippet.service
    let group = ServiceGroup(
        configuration: .init(
            services: [.init(service: OpenAIService(client)), .init(service: server)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "service")
        )
    )
    try await group.run()
    // snippet.end
}

func webhook(body: [UInt8], headers: [String: String], client: OpenAI) async throws {
    // snippet.webhook
    let verifier = WebhookVerifier(secret: try .fromEnvironment())
    let event = try verifier.event(body: body, headers: headers)
    switch event.type {
    case .responseCompleted:
        let response = try await client.responses.retrieve(event.objectID ?? "")
        print(response.outputText)
    default:
        print(event.type.rawValue)
    }
    // snippet.end
}

func mcp(client: OpenAI, request: ChatCompletionRequest) async throws {
    // snippet.mcp
    let variables = ProcessInfo.processInfo.environment
    let secrets = variables["OPENAI_API_KEY"].map { [APIKey($0)] } ?? []
    let environment = ProgramEnvironment(inheriting: variables, secrets: secrets)
    let time = try await MCPClient.connect(
        to: .program("uvx mcp-server-time", name: "time", environment: environment)
    )
    let run = client.chat.completions.run(request, tools: try await time.tools())
    print(try await run.collect().text)
    await time.shutdown()
    // snippet.end
}

let client = try OpenAI()
var short = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("Hello")])
short.maxCompletionTokens = 6
try await sessions(client: client)
try await stored(client: client)
try tokens(report: String(repeating: "A waiter takes an order to the kitchen. ", count: 20), request: short)
prices(completion: try await client.chat.completions.create(short))
try await ledger(request: short)
try await bulk(request: short)
_ = try observability(ledger: try await Ledger(path: Ledger.inMemory))
print("done")
