internal import WaiterPlatform
internal import WaiterTerminal

/// A newly created file that only its owner can read.
///
/// Existing files are never overwritten.
struct ExportFile {
    let path: String
    private let stream: StandardStream

    /// Creates the file.
    ///
    /// - Throws: `CommandFailure` if the file already exists or cannot be created.
    init(_ path: String) throws {
        do {
            stream = StandardStream(descriptor: try PrivateFile.create(path))
        } catch {
            if error.number == EEXIST {
                throw CommandFailure.usage("\(path) already exists", nextStep: "remove it, or choose another name")
            }
            throw CommandFailure.usage("cannot create \(path) (\(systemMessage(error.number)))")
        }
        self.path = path
    }

    func write(_ text: String) throws { try stream.write(text.utf8) }

    /// Closes the file and removes it if it is incomplete.
    func close(isWhole: Bool) throws {
        let code = WaiterPlatform.close(stream.descriptor)
        guard isWhole, code == 0 else {
            unlink(path)
            if isWhole { throw CommandFailure(.failure, "cannot write \(path) (\(systemMessage(errno)))") }
            return
        }
    }
}
