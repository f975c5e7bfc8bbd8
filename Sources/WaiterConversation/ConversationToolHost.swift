internal import Waiter

/// A tool loop host that stores messages in a conversation, fits the conversation, and streams answers. In a session,
/// the host also saves the conversation.
final class ConversationToolHost: ToolLoopHost {
    private(set) var conversation: Conversation
    private let client: OpenAI
    private let options: Conversation.Options
    private let session: ConversationSession?
    private let opening: @Sendable (inout Conversation) throws -> Void
    private var call: ConversationCall?
    /// The wire format of the current step's answer.
    private var wire: ToolWire?
    private var turn: Turn?

    init(
        _ conversation: Conversation,
        _ client: OpenAI,
        _ options: Conversation.Options,
        session: ConversationSession? = nil,
        opening: @escaping @Sendable (inout Conversation) throws -> Void = { _ in }
    ) {
        self.conversation = conversation
        self.client = client
        self.options = options
        self.session = session
        self.opening = opening
    }

    var request: ChatCompletionRequest? { nil }

    var conversationID: String? { options.request.metering?.conversation ?? conversation.id.text }

    func begin(isolation: isolated (any Actor)?) async throws {
        guard let session else { return try opening(&conversation) }
        let turn = try await session.begin()
        conversation = session.conversation
        try opening(&conversation)
        self.turn = turn
        do {
            session.publish(conversation)
            try await session.saveChanges()
        } catch {
            conversation.noteFailure()
            await over()
            throw error
        }
    }

    func open(
        _ wire: ToolWire,
        after progress: ToolProgress,
        isolation: isolated (any Actor)?
    ) async throws -> ToolAnswer {
        self.wire = wire
        let options = options.offering(wire, after: progress)
        var call = conversation.beginCall(options)
        let stream: EventStream<ChatCompletionChunk>
        (stream, conversation, call) = try await Self.stream(conversation, call, client)
        self.call = call
        session?.publish(conversation)
        return ToolAnswer(to: self.options.request(conversation.model, []), .stream(stream))
    }

    /// Repeatedly fits the call to the context window and sends it, until the server accepts it.
    private nonisolated static func stream(
        _ conversation: Conversation,
        _ call: ConversationCall,
        _ client: OpenAI
    ) async throws -> (EventStream<ChatCompletionChunk>, Conversation, ConversationCall) {
        var (conversation, call) = (conversation, call)
        while true {
            let request = try await conversation.prepare(&call)
            do {
                let options = call.options.request.metered(in: conversation.id)
                return (try await client.chunks(of: request, call.options.api, options), conversation, call)
            } catch let error as OpenAIError where error.code == .contextLengthExceeded {
                if let failure = conversation.learn(from: error, &call) { throw failure }
            }
        }
    }

    func keep(_ completion: ChatCompletion) {
        if let call { conversation.finish(call, with: completion) }
        session?.publish(conversation)
    }

    func keep(_ results: [ChatMessage]) {
        for result in results { conversation.append(result) }
        session?.publish(conversation)
    }

    func save(_ progress: ToolProgress, isolation: isolated (any Actor)?) async throws {
        conversation.keep(progress)
        guard let session else { return }
        session.publish(conversation)
        try await session.saveChanges()
    }

    func end(
        _ progress: ToolProgress,
        _ received: ChatCompletion?,
        _ error: (any Error)?,
        isolation: isolated (any Actor)?
    ) async {
        conclude(progress, received, error)
        await over()
    }

    func abandon(_ progress: ToolProgress, _ received: ChatCompletion?) {
        conclude(progress, received, nil)
        if let session, let turn { session.end(turn, with: conversation) }
    }

    private func conclude(_ progress: ToolProgress, _ received: ChatCompletion?, _ error: (any Error)?) {
        if received != nil || error != nil {
            conversation.keepPartial(received, error) { [wire] in wire?.answer($0) ?? $0 }
            conversation.noteFailure()
        }
        conversation.keep(progress)
    }

    /// Ends the turn. A cancelled caller does not wait for the turn to be saved.
    private func over(isolation: isolated (any Actor)? = #isolation) async {
        guard let session, let turn else { return }
        self.turn = nil
        let save = session.end(turn, with: conversation)
        if !Task.isCancelled { await save?.value }
    }
}

extension Conversation.Options {
    /// Returns the options for a step of a tool loop, with requests in the given wire format.
    func offering(_ wire: ToolWire, after progress: ToolProgress) -> Conversation.Options {
        var options = self
        options.request.requestUsage()
        options.request = options.request.ofStep(after: progress)
        options.prepare = { [prepare] request in
            prepare?(&request)
            request = wire.request(request, after: progress)
        }
        return options
    }
}

extension Conversation {
    /// Stores the progress of a tool loop if the loop can be continued from the end of the path, that is, if the path
    /// ends with the loop's pending calls or last results.
    mutating func keep(_ progress: ToolProgress) {
        pendingTools = progress.isAnswered || !continues(progress) ? nil : progress
    }

    /// Returns whether the path ends at the current state of a tool loop.
    func continues(_ progress: ToolProgress) -> Bool {
        guard let last = head.map({ nodes[$0] }) else { return false }
        if progress.calls.isEmpty { return last.message.role == .tool }
        return last.message.toolCalls.map(\.id) == progress.calls.map(\.id)
    }
}
