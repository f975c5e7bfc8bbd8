internal import WaiterPlatform

/// A private folder for a file that is needed only while a command runs.
struct TemporaryFolder: Sendable {
    let path: String

    /// Creates a folder in TMPDIR, or in `/tmp` if TMPDIR is not set.
    ///
    /// - Throws: `CommandFailure`.
    init(environment: [String: String]) throws {
        let parent = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array("\(parent)/waiter-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure(
                .failure,
                "cannot create a folder in \(parent)",
                place: systemMessage(errno),
                nextStep: "set TMPDIR to a writable directory",
                kind: "file"
            )
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes the folder and the files in it, ignoring failures.
    func remove() {
        if let listing = try? DirectoryListing(of: path) {
            for name in listing.names + listing.hidden { unlink("\(path)/\(name)") }
        }
        rmdir(path)
    }
}
