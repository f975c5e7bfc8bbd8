package import ArgumentParser
package import WaiterTerminal

/// Flags that control the output of answers in a chat.
package struct DisplayFlags: ParsableArguments {
    @Flag(name: [.customShort("u"), .customLong("usage")], help: "Say tokens, times and cost after each answer.")
    package var reportsUsage = false

    @Option(help: "Show or hide a model's reasoning on standard error; inline leaves <think> blocks in the answer.")
    package var reasoning: ReasoningChoice = .hide

    @Flag(help: "Show the text as the model wrote it, not rendered as Markdown.")
    package var raw = false

    @Option(help: "Colours and rendered Markdown; auto: on a terminal, with NO_COLOR no colours.")
    package var color: ColorChoice = .auto

    package init() {}

    func options(in context: CommandContext) -> AnswerOptions {
        var options = AnswerOptions()
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
