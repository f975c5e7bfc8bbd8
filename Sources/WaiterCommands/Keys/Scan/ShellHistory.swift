#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Finds shell history files.
package enum ShellHistory {
    /// Returns the existing history files of bash, zsh and fish, without duplicates.
    ///
    /// The files do not have to be parsed. All formats, including zsh's extended format and fish's YAML, store a key
    /// verbatim and on the same line as its command.
    package static func files(environment: [String: String]) -> [ScanPath] {
        func absolute(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        var paths = [absolute("HISTFILE")].compactMap { $0 }
        let home = absolute("HOME")
        for directory in [absolute("ZDOTDIR"), home].compactMap({ $0 }) {
            paths += [".zsh_history", ".zhistory", ".histfile"].map { "\(directory)/\($0)" }
            paths += names(in: "\(directory)/.zsh_sessions", ending: ".history")
        }
        if let home {
            paths += [".bash_history", ".history", ".sh_history"].map { "\(home)/\($0)" }
            paths += names(in: "\(home)/.bash_sessions", ending: ".history")
        }
        if let data = absolute("XDG_DATA_HOME") ?? home.map({ "\($0)/.local/share" }) {
            paths += names(in: "\(data)/fish", ending: "_history")
        }
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted && FileManager.default.fileExists(atPath: $0) }
            .map { ScanPath($0) }
    }

    private static func names(in directory: String, ending: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(ending) }.sorted().map { "\(directory)/\($0)" }
    }
}
