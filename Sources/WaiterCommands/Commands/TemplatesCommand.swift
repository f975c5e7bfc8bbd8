package import ArgumentParser

/// The `templates` command, which groups commands about prompt templates.
package struct TemplatesCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "templates",
        abstract: "Keeps prompts that are used again, with places for values.",
        discussion: """
            A template is a Markdown file: the prompt, with $input for the prompt of the call and $name for what \
            -p name VALUE gives; $$ is a dollar sign. Above it, between two lines ---, may stand a JSON5 object with \
            model, system, options, max_tokens, defaults (values for names) and extract (true: as with -x).

            Examples:
              waiter --save-template review -s 'You review code.' 'Review this: $input'
              git diff | waiter -t review
              waiter templates edit review
            """,
        subcommands: [
            TemplatesListCommand.self, TemplatesShowCommand.self, TemplatesEditCommand.self,
            TemplatesRemoveCommand.self, TemplatesPathCommand.self,
        ],
        defaultSubcommand: TemplatesListCommand.self
    )

    package init() {}
}
