internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

/// Lets the user edit text in an editor.
struct TextEditing: Sendable {
    let environment: [String: String]

    /// Opens the text in the user's editor and returns the edited text when the editor exits.
    ///
    /// The text is stored in a temporary file that only the user can read. The file is removed afterward.
    ///
    /// - Throws: `CommandFailure` if there is no editor, the editor fails, or the temporary file cannot be written.
    func edit(_ text: String) async throws -> String {
        let folder = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array("\(folder)/waiter-XXXXXX.md".utf8CString)
        let descriptor = mkstemps(&template, 3)
        guard descriptor >= 0 else {
            throw CommandFailure.usage("cannot write a file in \(folder) (\(systemMessage(errno)))")
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        do {
            defer { close(descriptor) }
            try StandardStream(descriptor: descriptor).write(text.utf8)
        } catch {
            throw CommandFailure(.failure, "cannot write \(path)", kind: "editor")
        }
        try await Editor(environment: environment).edit(path)
        guard let (bytes, _) = try TextFile.read(path) else { return "" }
        guard UTF8Check.firstInvalidByte(in: bytes) == nil else {
            throw CommandFailure.usage("the edited text is not UTF-8")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
