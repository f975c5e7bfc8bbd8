internal import Waiter
internal import WaiterConversation
package import WaiterTerminal

/// The input loop of a chat. It reads lines and runs them as questions or commands until the end of the input.
package struct ChatLoop: Sendable {
    package private(set) var session: ChatSession
    /// The exit status of the most recent line that failed.
    package private(set) var lastFailure: ExitStatus?
    private let interrupts: TurnInterrupts
    private let quiet: QuietTerminal

    /// Creates a chat loop.
    ///
    /// - Parameters:
    ///   - session: The chat.
    ///   - interrupts: The handler for Ctrl-C.
    ///   - terminal: The descriptor of the user's terminal, or `nil` if there is none.
    package init(_ session: ChatSession, interrupts: TurnInterrupts, terminal: Int32? = nil) {
        (self.session, self.interrupts) = (session, interrupts)
        quiet = QuietTerminal(terminal, for: .prompt)
    }

    private var console: Console { session.console }

    /// Runs the loop, starting with the first question if there is one.
    ///
    /// - Throws: `CommandFailure` if input cannot be read, `StandardStream.Failure`, or `CancellationError`.
    package mutating func run(first: String?, editor: LineEditor) async throws {
        var editor = editor
        quiet.enter()
        defer { quiet.restore() }
        if let first { _ = await perform(.question(first)) }
        try rethrow()
        // The step requested by the previous line.
        var step = ChatStep.next
        while true {
            let prompt = await prompt(after: step)
            prepare(&editor)
            let entry = try await editor.read(prompt, draft: step.draft)
            switch (entry, step) {
            case (.end, .confirm(_, _, let no)): step = await perform(line(no))
            case (.end, _): return
            case (.interrupted, .edit):
                console.notice("waiter: question unchanged")
                step = .next
            case (.interrupted(let wasEmpty), _):
                if wasEmpty { console.notice(Self.hint) }
                step = .next
            case (.text(let text), .edit): step = await replace(with: text)
            case (.text(let text), .confirm(_, let yes, let no)):
                let isAgreed = text.drop(while: \.isWhitespace).first.map { "yY".contains($0) } ?? false
                step = await perform(line(isAgreed ? yes : no))
            case (.text(let text), _): step = await perform(line(text))
            }
            try rethrow()
            if step == .leave { return }
        }
    }

    /// The hint shown for Ctrl-C at an empty prompt.
    package static let hint = "waiter: Ctrl-D or /quit to exit"

    private func line(_ text: String) -> ChatLine { ChatLine(text, commands: SlashCommand.names) }

    // MARK: Prompt

    private func prompt(after step: ChatStep) async -> LinePrompt {
        guard session.isInteractive else { return LinePrompt("") }
        let colours = Rendering.usesColor(console.error, session.context.environment)
        let style = colours ? "1" : ""
        if case .edit = step { return LinePrompt("edit > ", style: style) }
        if case .confirm(let question, _, _) = step { return LinePrompt("\(question) [y/N] ", style: style) }
        // Counting tokens may require a request to the server.
        let session = session
        let prompt = await interrupts.running { await session.prompt() }
        return LinePrompt(prompt.text(columns: console.error.size.columns), style: style)
    }

    private func prepare(_ editor: inout LineEditor) {
        guard session.isInteractive else { return }
        let environment = session.context.environment
        let session = session
        editor.complete = { text in
            let completer = ChatCompleter(
                models: session.model.knownNames,
                turns: ConversationMap(session.conversation).names,
                environment: environment
            )
            return completer.complete(text)
        }
        editor.suspend = { [quiet] in
            quiet.restore()
            JobControl.suspend()
            quiet.enter()
        }
        editor.edit = { [console, quiet] text in
            // Other programs expect the terminal in its original mode.
            quiet.restore()
            defer { quiet.enter() }
            do {
                return try await TextEditing(environment: environment).edit(text)
            } catch {
                console.say(CommandFailure(any: error).text)
                return nil
            }
        }
    }

    // MARK: Work

    /// The error that ended the chat.
    private var end: (any Error)?

    private mutating func rethrow() throws {
        if let end { throw end }
        try Task.checkCancellation()
    }

    private mutating func replace(with text: String) async -> ChatStep {
        guard text.contains(where: { !$0.isWhitespace }) else { return .next }
        return await work { session in
            try session.replaceQuestion(with: text)
            return .ask
        }
    }

    private mutating func perform(_ line: ChatLine) async -> ChatStep {
        await work { try await $0.take(line) }
    }

    /// Runs a line and requests an answer if the line requires one.
    ///
    /// Ctrl-C stops the work. Partial answers are kept.
    private mutating func work(
        _ body: @escaping @Sendable (inout ChatSession) async throws -> ChatStep
    ) async -> ChatStep {
        let before = session
        let (after, result) = await interrupts.running { () -> (ChatSession, Result<ChatStep, any Error>) in
            var session = before
            do {
                let step = try await body(&session)
                if step == .ask { try await session.ask() }
                return (session, .success(step))
            } catch {
                return (session, .failure(error))
            }
        }
        session = after
        switch result {
        case .success(let step): return step
        case .failure(let error):
            explain(error)
            return .next
        }
    }

    /// Reports an error.
    ///
    /// The chat continues, unless its output can no longer be written.
    private mutating func explain(_ error: any Error) {
        console.stopSpinner()
        switch error {
        case is CancellationError, StandardStream.Failure.cancelled:
            if Task.isCancelled { return }
            let isInCall = session.conversation.pendingTools?.attempted.isEmpty == false
            console.notice(
                isInCall
                    ? "waiter: stopped; your next question informs the model of the interrupted call, but /retry does not"
                    : "waiter: stopped; /retry to ask again"
            )
        case let failure as StandardStream.Failure: end = failure
        default:
            let failure = CommandFailure(any: error)
            lastFailure = failure.status
            console.say(failure.text)
        }
    }
}

extension ChatStep {
    /// The initial text of the next input line.
    fileprivate var draft: String {
        if case .edit(let text) = self { text } else { "" }
    }
}

extension ChatSession {
    /// Requests an answer to the last message of the conversation.
    ///
    /// - Throws: Any error thrown by the model's `answer`.
    fileprivate mutating func ask() async throws {
        try await model.answer(&stored)
    }
}
