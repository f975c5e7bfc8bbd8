package import ArgumentParser

/// The `templates` command, which groups commands about prompt templates.
package struct TemplatesCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "templates",
        abstract: "Store reusable prompts with variables.",
        discussion: """
            A template is a Markdown file with a prompt. $input stands for the prompt of the call, $name for the VALUE \
            of -p name VALUE, and $$ for a dollar sign. The file can start with a JSON5 object between two --- lines, \
            with model, system, options, max_tokens, defaults (values of variables) and extract (true: as with -x).

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
