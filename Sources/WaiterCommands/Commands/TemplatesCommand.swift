package import ArgumentParser

/// The `templates` command, which groups the commands for prompt templates.
package struct TemplatesCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "templates",
        abstract: "Store reusable prompts with variables.",
        discussion: """
            A template is a Markdown file that contains a prompt. $input is replaced by the prompt on the command \
            line. $name is replaced by the value given with -p name VALUE. $$ is a literal dollar sign. The file can \
            start with a JSON5 object between two --- lines. The object can set 'model', 'system', 'options', \
            'max_tokens', 'defaults' (for variables) and 'extract' (true is the same as -x).

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
