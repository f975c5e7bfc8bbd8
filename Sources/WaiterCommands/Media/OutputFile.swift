internal import WaiterPlatform
package import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The destination of a command's data: a file, or standard output if the path is `-`.
package enum OutputFile: Sendable, Equatable {
    case path(String)
    case standardOutput

    /// Determines the destination and checks it before the command makes a call that costs money.
    ///
    /// - Parameters:
    ///   - path: The path that was given with `-o`. `nil` and `-` represent standard output.
    ///   - console: The console whose standard output is checked.
    ///   - isPreview: Whether the call is a preview. A preview writes no data, so standard output can be a terminal.
    /// - Throws: `CommandFailure` if the destination is a terminal, a directory, or a path in a directory that does not
    ///   exist.
    package init(_ path: String?, _ console: Console, isPreview: Bool = false) throws {
        guard let path, path != "-" else {
            if !isPreview { try BinaryOutput.check(console, orSaveWith: "-o") }
            self = .standardOutput
            return
        }
        guard !path.isEmpty else { throw CommandFailure.usage("-o requires a file path") }
        self = .path(path)
        var isDirectory = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory {
            throw CommandFailure.usage("\(path) is a directory", nextStep: "add a file name to -o")
        }
        let folder = path.contains("/") ? path[...(path.lastIndex(of: "/") ?? path.startIndex)] : "."
        guard FileManager.default.fileExists(atPath: String(folder), isDirectory: &isDirectory), isDirectory else {
            throw CommandFailure.usage("no such directory: \(folder)", nextStep: "create it first")
        }
    }

    /// The extension of the path in lowercase, or `nil` if the path has no extension.
    package var fileExtension: String? {
        guard case .path(let path) = self, let name = path.split(separator: "/").last,
            let dot = name.lastIndex(of: "."), dot > name.startIndex
        else { return nil }
        return name[name.index(after: dot)...].lowercased()
    }

    /// Returns the paths for several files, such as `a-1.png` and `a-2.png` for `a.png`.
    package func paths(_ count: Int) -> [String] {
        guard case .path(let path) = self else { return [] }
        guard count > 1 else { return [path] }
        return (1...count).map { Self.inserting("-\($0)", into: path, fileExtension) }
    }

    /// Returns the path for the preview with the given number, such as `a-preview-1.png` for `a.png`. Returns `nil` if
    /// the destination is standard output.
    package func previewPath(_ number: Int) -> String? {
        guard case .path(let path) = self else { return nil }
        return Self.inserting("-preview-\(number)", into: path, fileExtension)
    }

    private static func inserting(_ text: String, into path: String, _ fileExtension: String?) -> String {
        let suffix = fileExtension.map { path.suffix($0.count + 1) } ?? ""
        return "\(path.dropLast(suffix.count))\(text)\(suffix)"
    }
}
