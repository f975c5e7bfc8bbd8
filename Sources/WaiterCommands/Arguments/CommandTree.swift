package import ArgumentParser

/// The tree of commands.
package struct CommandTree: Sendable {
    /// The root command.
    package let root: any ParsableCommand.Type
    /// The command that runs if the command line does not name a command.
    package let usual: any ParsableCommand.Type

    package init(root: any ParsableCommand.Type, usual: any ParsableCommand.Type) {
        self.root = root
        self.usual = usual
    }
}
