package import ArgumentParser

/// The commands that a command line can name.
package struct CommandTree: Sendable {
    /// The command that holds all others.
    package let root: any ParsableCommand.Type
    /// The default command, for a line that names none.
    package let usual: any ParsableCommand.Type

    package init(root: any ParsableCommand.Type, usual: any ParsableCommand.Type) {
        self.root = root
        self.usual = usual
    }
}
