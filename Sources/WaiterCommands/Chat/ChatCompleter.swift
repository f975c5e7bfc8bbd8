internal import WaiterPlatform
package import WaiterTerminal

/// Completes command names, models, turns and file names on a chat input line.
package struct ChatCompleter: Sendable {
    private let models: [String]
    private let turns: [String]
    private let environment: [String: String]

    package init(models: [String], turns: [String], environment: [String: String]) {
        (self.models, self.turns, self.environment) = (models, turns, environment)
    }

    /// Returns completions for the text before the cursor.
    package func complete(_ text: String) -> LineCompletions {
        guard text.hasPrefix("/"), !text.contains(where: \.isNewline) else { return .none }
        guard let space = text.firstIndex(of: " ") else {
            let names = SlashCommand.all.map { "/\($0.name)" + ($0.usage.isEmpty ? "" : " ") }
            return matching(text, names)
        }
        var name = text[..<space].dropFirst()
        if name.last == "!" { name = name.dropLast() }
        let rest = String(text[space...].drop { $0 == " " })
        switch SlashCommand.named(name.lowercased())?.name {
        case "model": return matching(rest, models)
        case "branch": return matching(rest, turns)
        case "attach", "save": return files(rest)
        default: return .none
        }
    }

    private func matching(_ word: String, _ names: [String]) -> LineCompletions {
        LineCompletions(word: word, candidates: names.filter { $0.hasPrefix(word) })
    }

    private func files(_ word: String) -> LineCompletions {
        let end = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
        let folder = PendingAttachment.expanded(String(word[..<end]), environment)
        let names = (try? DirectoryListing(of: folder.isEmpty ? "." : folder))??.names ?? []
        let found = names.filter { $0.hasPrefix(word[end...]) }.map { name -> String in
            String(word[..<end]) + name + (isDirectory(folder + name) ? "/" : "")
        }
        return LineCompletions(word: word, candidates: found)
    }

    private func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
