import WaiterCommands
import WaiterPlatform
import WaiterTerminal

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
/// A temporary directory of a test, removed with this object, and a console that writes to it.
final class KeyTestDirectory: Sendable {
    let path: String
    let console: Console

    init() throws {
        let path = FileManager.default.temporaryDirectory.path + "/waiter-keys-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path + "/console", withIntermediateDirectories: true)
        let descriptors = ["output", "errors"].map {
            open("\(path)/console/\($0)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        }
        self.path = path
        console = Console(
            output: StandardStream(descriptor: descriptors[0]),
            error: StandardStream(descriptor: descriptors[1])
        )
    }

    deinit {
        close(console.output.descriptor)
        close(console.error.descriptor)
        try? FileManager.default.removeItem(atPath: path)
    }

    var output: String { text("console/output") }
    var errors: String { text("console/errors") }

    func text(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data(), as: UTF8.self)
    }

    /// Writes a file and creates its parent directories.
    @discardableResult
    func file(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        let path = "\(path)/\(name)"
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
        chmod(path, mode)
        return path
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    func mode(_ name: String) -> mode_t {
        var status = stat()
        return stat("\(path)/\(name)", &status) == 0 ? status.st_mode & 0o777 : 0
    }

    func isLink(_ name: String) -> Bool {
        var status = stat()
        return lstat("\(path)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}

/// Returns the failure thrown by an operation.
func commandFailure(_ operation: () async throws -> Void) async -> CommandFailure? {
    do {
        try await operation()
        return nil
    } catch {
        return error as? CommandFailure
    }
}
