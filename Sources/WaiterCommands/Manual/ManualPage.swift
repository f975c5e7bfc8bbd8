internal import ArgumentParser
internal import Waiter

/// The manual page, generated from the command definitions.
package struct ManualPage {
    private let root: any ParsableCommand.Type
    private var roff = Roff()
    /// The option groups that several commands share. Each group is documented once.
    private var shared: [(title: String, arguments: [ArgumentDescription])] = []

    private init(root: any ParsableCommand.Type) {
        self.root = root
    }

    /// Returns the page as roff source.
    package static func text(of tree: CommandTree) -> String {
        var page = ManualPage(root: tree.root)
        page.write()
        return page.roff.text
    }

    private mutating func write() {
        let configuration = root.configuration
        roff.request(".TH", "WAITER", "1", "", "waiter \(WaiterVersion.current)", "Waiter's manual")
        // Disable hyphenation and justification, which distort text that has to be typed.
        roff.request(".nh")
        roff.request(".ad l")
        roff.request(".SH", "NAME")
        roff.paragraph("waiter - \(Self.sentence(configuration.abstract))")
        roff.request(".SH", "SYNOPSIS")
        for (number, line) in (configuration.usage ?? "").split(separator: "\n").enumerated() {
            if number > 0 { roff.request(".br") }
            roff.paragraph(String(line))
        }
        roff.request(".SH", "DESCRIPTION")
        // The exit codes are listed in a separate section.
        roff.discussion(
            configuration.discussion.split(separator: "\n\n").filter { !$0.hasPrefix("Exit codes:") }.joined(
                separator: "\n\n"
            )
        )
        roff.request(".SH", "COMMANDS")
        roff.paragraph("Every command accepts -h and --help.")
        for command in CommandDescription.commands(in: root) { write(command, ["waiter"]) }
        for group in shared {
            roff.request(".SH", "\(group.title.uppercased()) OPTIONS")
            for argument in group.arguments { write(argument) }
        }
        writeTables()
    }

    private mutating func write(_ command: any ParsableCommand.Type, _ parents: [String]) {
        let description = CommandDescription(command)
        let path = parents + [description.name]
        let nested = CommandDescription.commands(in: command)
        let usage = command.configuration.usage ?? (nested.isEmpty ? path.joined(separator: " ") : nil)
        roff.request(".SS", path.joined(separator: " "))
        roff.paragraph(description.abstract)
        if let usage {
            roff.request(".PP")
            roff.literal(usage.split(separator: "\n").map(String.init))
        }
        if !description.discussion.isEmpty {
            roff.request(".PP")
            roff.discussion(description.discussion)
        }
        var titles: [String] = []
        for argument in description.arguments where !Self.isEverywhere(argument) {
            guard let title = argument.section else {
                write(argument)
                continue
            }
            if !titles.contains(title) { titles.append(title) }
            let index = shared.firstIndex { $0.title == title } ?? shared.endIndex
            if index == shared.endIndex { shared.append((title, [])) }
            if !shared[index].arguments.contains(where: { $0.names == argument.names }) {
                shared[index].arguments.append(argument)
            }
        }
        for title in titles {
            roff.request(".PP")
            roff.paragraph("See also \(title.uppercased()) OPTIONS.")
        }
        for command in nested { write(command, path) }
    }

    private static func isEverywhere(_ argument: ArgumentDescription) -> Bool {
        argument.names.contains("--help") || argument.names.contains("--version")
    }

    private mutating func write(_ argument: ArgumentDescription) {
        var term: [(text: String, isLiteral: Bool)] = []
        for name in argument.names.sorted(by: { $0.count < $1.count }) {
            if !term.isEmpty { term.append((", ", false)) }
            term.append((name, true))
        }
        if argument.kind != .flag {
            term.append((argument.names.isEmpty ? "<\(argument.valueName)>" : " <\(argument.valueName)>", false))
        }
        roff.item(term, Self.withValues(argument))
    }

    /// Returns the abstract, followed by the argument's valid values and default, if any.
    private static func withValues(_ argument: ArgumentDescription) -> String {
        var facts: [String] = []
        if !argument.allValues.isEmpty { facts.append("values: \(argument.allValues.joined(separator: ", "))") }
        if let value = argument.defaultValue, !value.isEmpty { facts.append("default: \(value)") }
        return facts.isEmpty ? argument.abstract : "\(argument.abstract) (\(facts.joined(separator: "; ")))"
    }

    private mutating func writeTables() {
        roff.request(".SH", "EXIT STATUS")
        for status in ExitStatus.allCases { roff.item([("\(status.rawValue)", true)], status.meaning) }
        roff.request(".SH", "ENVIRONMENT")
        for variable in EnvironmentVariable.all { roff.item([(variable.name, true)], variable.meaning) }
        roff.request(".SH", "FILES")
        for place in Self.places { roff.item([(place.path, false)], place.content) }
    }

    /// The files and directories, with paths that start with an environment variable.
    private static var places: [Directories.Place] {
        let names = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "/$\($0)") })
        let places = (try? Directories(environment: environment))?.places ?? []
        return places.map { Directories.Place(name: $0.name, path: String($0.path.dropFirst()), content: $0.content) }
    }

    /// Returns the abstract in the format that the NAME section requires.
    private static func sentence(_ text: String) -> String {
        let text = text.hasSuffix(".") ? String(text.dropLast()) : text
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
