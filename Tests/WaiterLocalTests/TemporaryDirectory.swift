import Testing
import WaiterPlatform

@testable import WaiterLocal

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
/// A temporary directory of a test, removed with this object.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/waiter-local-\(UUID().uuidString)"
        try PrivateFile.createDirectory(path)
    }

    deinit { DirectoryTree.remove(path) }

    @discardableResult
    func file(_ name: String, _ text: String, mode: UInt32 = 0o600) throws -> String {
        try file(name, Array(text.utf8), mode: mode)
    }

    @discardableResult
    func file(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws -> String {
        let path = "\(path)/\(name)"
        if let parent = FileSystem.parent(of: path) { try PrivateFile.createDirectory(parent) }
        try PrivateFile.replace(path, with: bytes, mode: mode)
        return path
    }

    /// Writes a shell script to `bin`, for a PATH.
    @discardableResult
    func script(_ name: String, _ body: String) throws -> String {
        try file("bin/\(name)", "#!/bin/sh\n\(body)\n", mode: 0o700)
    }

    /// An environment whose PATH has the scripts and the system's tools, except its Pythons.
    func environment() throws -> [String: String] {
        let tools = "\(path)/tools"
        try PrivateFile.createDirectory(tools)
        for name in ["sh", "cat", "mkdir", "cp", "sleep", "rm"] where FileSystem.size(of: "\(tools)/\(name)") == nil {
            let source = ["/bin", "/usr/bin"].map { "\($0)/\(name)" }.first { FileSystem.isExecutable($0) }
            try FileManager.default.createSymbolicLink(
                atPath: "\(tools)/\(name)",
                withDestinationPath: try #require(source)
            )
        }
        return ["PATH": "\(path)/bin:\(tools)"]
    }
}

/// Writes the part of a GGUF file that is checked before a start.
let smallestGGUF = Array("GGUF".utf8) + [UInt8](repeating: 0, count: 2000)

/// The permission bits of a file.
func permissions(of path: String) -> UInt32 {
    var information = stat()
    guard stat(path, &information) == 0 else { return 0 }
    return UInt32(information.st_mode) & 0o777
}

/// The process id written to a file by a script.
func processID(in path: String) -> Int32? {
    Int32(String(decoding: FileSystem.read(path) ?? [], as: UTF8.self).filter(\.isNumber))
}

/// Returns the module's error thrown by an operation.
func localModelError<Result>(_ operation: () async throws -> Result) async -> LocalModelError? {
    do {
        _ = try await operation()
        Issue.record("no error was thrown")
        return nil
    } catch {
        guard let error = error as? LocalModelError else {
            Issue.record("another error was thrown: \(error)")
            return nil
        }
        return error
    }
}
