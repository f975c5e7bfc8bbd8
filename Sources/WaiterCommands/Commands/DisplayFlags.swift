package import ArgumentParser
package import WaiterTerminal

/// Flags that control the output of answers in a chat.
package struct DisplayFlags: ParsableArguments {
    @OptionGroup
    package var schemas: SchemaFlags

    @Flag(
        name: [.customShort("u"), .customLong("usage")],
        help: "Print token counts, timing and cost to standard error."
    )
    package var reportsUsage = false

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

    /// Returns the options for answers.
    ///
    /// - Throws: `CommandFailure` for an invalid schema.
    func options(in context: CommandContext) throws -> AnswerOptions {
        var options = AnswerOptions()
        options.schema = try schemas.compiled()
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
