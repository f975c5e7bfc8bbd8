internal import Waiter

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How a line of a chat may go on: commands, models and files.
struct ChatCompletions: Sendable {
    let environment: [String: String]
    let flags: Settings.Flags
    let directories: Directories

    func candidates(for text: String) -> LineCompletions {
        guard text.first == "/", !text.contains("\n") else { return .none }
        guard let space = text.firstIndex(of: " ") else {
            let names = ChatCommandName.allCases.map { "/" + $0.rawValue + ($0.argument.isEmpty ? "" : " ") }
            return LineCompletions(word: text, candidates: names.filter { $0.hasPrefix(text) })
        }
        let argument = String(text[text.index(after: space)...])
        switch ChatCommandName(rawValue: String(text[..<space].dropFirst())) {
        case .model: return LineCompletions(word: argument, candidates: models.filter { $0.hasPrefix(argument) })
        case .attach, .save: return files(argument)
        default: return .none
        }
    }

    private var models: [String] {
        let known = try? KnownModels(
            flags: flags,
            environment: environment,
            directories: directories,
            includesAll: false
        )
        return (known?.models ?? []).map(\.id).sorted()
    }

    private func files(_ word: String) -> LineCompletions {
        let end = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
        let (folder, beginning) = (String(word[..<end]), word[end...])
        var path = folder.isEmpty ? "." : folder
        if path.hasPrefix("~/"), let home = environment["HOME"] { path = home + path.dropFirst() }
        guard let directory = opendir(path) else { return .none }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", name.hasPrefix(beginning), beginning.hasPrefix(".") || !name.hasPrefix(".")
            else { continue }
            var facts = stat()
            let isFolder = stat(path + "/" + name, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
            names.append(folder + name + (isFolder ? "/" : ""))
        }
        return LineCompletions(word: word, candidates: names.sorted())
    }
}
