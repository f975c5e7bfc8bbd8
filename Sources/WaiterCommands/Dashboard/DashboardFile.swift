internal import WaiterLocal
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A dashboard file that only its owner can read.
struct DashboardFile {
    let path: String

    /// Writes the page, replacing an earlier page if there is one.
    ///
    /// - Throws: `CommandFailure` if the existing file is not a usage page, or if the file cannot be written.
    func write(_ html: String) throws {
        guard isReplaceable else {
            throw CommandFailure.usage(
                "\(path) exists and is not a usage page",
                nextStep: "remove it, or choose another name"
            )
        }
        do throws(FileSystemError) {
            try PrivateFile.replace(path, with: Array(html.utf8))
        } catch {
            throw CommandFailure.usage("cannot write \(path) (\(systemMessage(error.number)))")
        }
    }

    /// Whether the page can be written to the path. This is the case if the path does not exist, or if it contains an
    /// earlier page.
    private var isReplaceable: Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return true }
        let marker = Array(UsageDashboard.marker.utf8)
        return status.st_mode & S_IFMT == S_IFREG && FileSystem.read(path, limit: marker.count) == marker
    }

    /// Opens the page in the user's browser.
    ///
    /// - Throws: `CommandFailure` if there is no program that can open the page, or `CancellationError`.
    func open(environment: [String: String]) async throws {
        #if os(macOS)
            let program = "open"
        #else
            let program = "xdg-open"
        #endif
        let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        do {
            let outcome = try await ChildProcess(program, [absolute], environment: environment).run(
                outputLimit: 1 << 16
            )
            guard outcome.succeeded else {
                throw CommandFailure(.failure, "\(program) failed; open \(path) in a browser")
            }
        } catch let failure as ChildProcess.Failure {
            guard failure == .notFound else {
                throw CommandFailure(.failure, "\(program) failed; open \(path) in a browser")
            }
            throw CommandFailure(.failure, "there is no \(program) on this machine; open \(path) in a browser")
        }
    }
}
