internal import WaiterTerminal

/// The files that a directory or pattern left out, and the reasons.
package struct LeftOut: Sendable, Hashable {
    package enum Reason: CaseIterable, Sendable {
        case notText, ignored, hidden, tools, links, directories

        var words: String {
            switch self {
            case .notText: "what is no text"
            case .ignored: "what .gitignore excludes"
            case .hidden: "what is hidden"
            case .tools: "what tools make"
            case .links: "links to directories and what is no file"
            case .directories: "directories, which -f takes by their names"
            }
        }
    }

    /// The number of names listed for each reason; the others are counted.
    private static let shownNames = 3

    private var names: [Reason: [String]] = [:]

    package init() {}

    package mutating func add(_ name: String, _ reason: Reason) {
        names[reason, default: []].append(name)
    }

    package mutating func add(_ other: LeftOut) {
        names.merge(other.names) { $0 + $1 }
    }

    package subscript(_ reason: Reason) -> [String] { names[reason] ?? [] }

    /// One line for each reason.
    package var notices: [String] {
        Reason.allCases.compactMap { reason in
            let names = self[reason]
            if names.isEmpty { return nil }
            let more = names.count - Self.shownNames
            let list = names.prefix(Self.shownNames).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
            return "waiter: left out \(reason.words): \(list)"
        }
    }
}
