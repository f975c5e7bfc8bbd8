internal import WaiterPlatform
internal import WaiterTerminal

/// Runs the steps of `waiter learn` and records the completed steps.
struct Course {
    private let context: CommandContext
    private let page: LessonPage
    private let hasFiles: Bool
    private var progress: LessonProgress
    /// Whether the user has been notified that progress cannot be saved.
    private var isLossReported = false

    init(_ context: CommandContext) {
        self.context = context
        page = LessonPage(context)
        let directories = context.directories()
        hasFiles = directories.hasFiles
        do {
            progress = try LessonProgress(path: directories.lessonProgress)
        } catch {
            progress = LessonProgress(emptyAt: directories.lessonProgress)
            context.console.notice("waiter: \(CommandFailure(any: error).what); treating all steps as not completed")
        }
    }

    /// Writes the titles of all steps, with a mark next to completed steps.
    func list() throws {
        for (index, lesson) in Lesson.all.enumerated() {
            let number = ColumnText.padded("\(index + 1)", to: 2, alignsRight: true)
            try context.console.write("\(number)  \(progress.contains(lesson) ? "done" : "    ")  \(lesson.title)\n")
        }
    }

    /// Marks all steps as incomplete.
    mutating func restart() {
        store { progress throws in try progress.reset() }
    }

    /// Runs a single step, even if it is already complete.
    mutating func run(number: Int) async throws {
        try show(Lesson.all[number - 1])
        try await run(Lesson.all[number - 1])
    }

    /// Runs all steps that are not complete. On a terminal, waits for the user before and after each step's calls.
    mutating func run() async throws {
        guard var lesson = progress.next else {
            return try page.text(
                "You have completed all \(Lesson.all.count) steps. Repeat one with `waiter learn --step N`, or all with "
                    + "`waiter learn --restart`."
            )
        }
        let question = context.console.output.isTerminal ? TerminalQuestion(context.console) : nil
        while true {
            try show(lesson)
            if let question, try await reply(question, "[Enter] run, [q] quit:") == .quit { return }
            try await run(lesson)
            let next = progress.next
            if let question {
                switch try await reply(question, "[Enter] \(next == nil ? "end" : "next"), [r] repeat, [q] quit:") {
                case .next: break
                case .again: continue
                case .quit: return
                }
            }
            guard let next else { return try page.text("You have completed all \(Lesson.all.count) steps.") }
            lesson = next
        }
    }

    /// Writes the text and code of a step.
    private func show(_ lesson: Lesson) throws {
        let number = (Lesson.all.firstIndex { $0.name == lesson.name } ?? 0) + 1
        try page.heading("Step \(number) of \(Lesson.all.count): \(lesson.title)")
        try page.text(lesson.text)
        if let curl = lesson.curl { try page.code("With curl", curl) }
        try page.code("With the command", lesson.command)
        try page.code("In Swift", lesson.swift)
    }

    /// Makes a step's calls and marks it as complete.
    private mutating func run(_ lesson: Lesson) async throws {
        try page.heading("Run")
        try await lesson.run(LessonStage(context: context, page: page))
        try Task.checkCancellation()
        try page.heading("In short")
        try page.text(lesson.summary)
        store { progress throws in try progress.complete(lesson) }
    }

    // MARK: Asking

    private enum Reply { case next, again, quit }

    private func reply(_ question: TerminalQuestion, _ text: String) async throws -> Reply {
        context.console.sayPart("\n")
        let reply: String?
        do {
            reply = try await question.ask(text)
        } catch {
            // End the line that contains the question.
            context.console.sayPart("\n")
            throw error
        }
        switch reply?.lowercased() {
        case nil:
            // At the end of input, the line that contains the question has no line break yet.
            context.console.sayPart("\n")
            return .quit
        case let reply? where reply.hasPrefix("q"): return .quit
        case let reply? where reply.hasPrefix("r"): return .again
        default: return .next
        }
    }

    // MARK: Progress

    private mutating func store(_ change: (inout LessonProgress) throws -> Void) {
        do {
            try change(&progress)
        } catch {
            // If there is no home directory, a notice has already been printed at the start.
            if hasFiles, !isLossReported {
                let reason = (error as? FileSystemError).map { systemMessage($0.number) } ?? "\(error)"
                context.console.notice("waiter: cannot save your progress (\(reason)); continuing without saving")
            }
            isLossReported = true
        }
    }
}
