#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Lets the user edit a text in an editor of their own.
struct ChatEditor: Sendable {
    let session: AskSession

    /// The text as it was left; nil when that failed, which is said.
    ///
    /// - Throws: `CancellationError`.
    func edit(_ text: String) async throws -> String? {
        do {
            return try await edited(text)
        } catch let failure as CommandFailure {
            session.console.say(failure.text)
            return nil
        }
    }

    private func edited(_ text: String) async throws -> String {
        // Markdown is what is mostly written to models; editors go by the name.
        var name = Array("\(session.context.environment["TMPDIR"] ?? "/tmp")/waiter-XXXXXX.md".utf8CString)
        let descriptor = mkstemps(&name, 3)
        let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else {
            throw CommandFailure(.failure, "cannot make \(path)", place: systemMessage(errno), kind: "file")
        }
        defer { unlink(path) }
        do {
            defer { close(descriptor) }
            try StandardStream(descriptor: descriptor).write(Array(text.utf8))
        } catch {
            throw CommandFailure(.failure, "cannot write \(path)", kind: "file")
        }
        try await Editor(environment: session.context.environment).edit(path)
        let bytes = try TextFile.read(path)?.bytes ?? []
        var edited = String(decoding: bytes, as: UTF8.self)
        // Editors end the last line.
        while edited.last?.isNewline ?? false { edited.removeLast() }
        return edited
    }
}
