package import ArgumentParser
internal import Waiter
package import WaiterTerminal

/// Flags that control the output of an answer.
package struct AnswerFlags: ParsableArguments {
    @Flag(name: [.customShort("x"), .customLong("extract")], help: "Print only the first code block of the answer.")
    package var extractsCode = false

    @OptionGroup
    package var schemas: SchemaFlags

    @Flag(
        name: [.customShort("u"), .customLong("usage")],
        help: "Print token counts, timing and cost to standard error."
    )
    package var reportsUsage = false

    @Flag(help: "Print the complete response as JSON; errors are printed as JSON to standard error.")
    package var json = false

    @Flag(
        help: """
            Stream the answer as JSON lines. Each object has a 'type': reasoning, delta, tool_call, tool_result, \
            usage, or end, which comes last. Errors and notices are printed as JSON to standard error.
            """
    )
    package var events = false

    @Flag(name: .customLong("no-stream"), help: "Wait for the complete answer before printing it.")
    package var noStream = false

    @Option(help: "Show the reasoning on standard error or hide it; inline keeps <think> blocks in the answer.")
    package var reasoning: ReasoningChoice = .hide

    @OptionGroup
    package var search: WebSearchFlags

    @Flag(help: "Print the model's text unchanged, without rendering Markdown.")
    package var raw = false

    @Option(
        help: "Whether to use colors and render Markdown; auto does both on a terminal. NO_COLOR turns off the colors."
    )
    package var color: ColorChoice = .auto

    package init() {}

    package func validate() throws {
        if schemas.isGiven, extractsCode { throw ValidationError("--schema and -x cannot be combined") }
        if json, extractsCode { throw ValidationError("--json and -x cannot be combined") }
        if events, json || extractsCode { throw ValidationError("--events cannot be combined with --json or -x") }
    }

    /// Returns the options for an answer.
    ///
    /// - Throws: `CommandFailure` for an invalid schema.
    package func options(in context: CommandContext) throws -> AnswerOptions {
        var options = AnswerOptions()
        options.schema = try schemas.compiled()
        options.streams = !noStream
        options.writesJSON = json
        options.events = events ? AnswerEvents(context.console) : nil
        options.extractsCode = extractsCode
        options.reportsUsage = reportsUsage
        options.showsReasoning = reasoning == .show
        options.thinkTags = reasoning.thinkTags
        options.rendering = Rendering(
            color,
            isRaw: raw,
            output: context.console.output,
            environment: context.environment
        )
        let ofReasoning = Rendering(
            color,
            isRaw: false,
            output: context.console.error,
            environment: context.environment
        )
        options.reasoningLook = ofReasoning.isOnScreen ? .dimmed : .headed
        return options
    }
}

/// The values of `--reasoning`.
package enum ReasoningChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    case show
    case hide
    case inline

    var thinkTags: ChatCompletion.ThinkTags { self == .inline ? .kept : .separated }
}
