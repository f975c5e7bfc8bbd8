internal import WaiterPlatform
internal import WaiterTerminal

/// A file that is made anew, for its owner alone; nothing is written over.
struct ExportFile {
    let path: String
    private let stream: StandardStream

    /// - Throws: `CommandFailure` when it is there already or cannot be made.
    init(_ path: String) throws {
        do {
            stream = StandardStream(descriptor: try PrivateFile.create(path))
        } catch {
            if error.number == EEXIST {
                throw CommandFailure.usage("\(path) is there already", nextStep: "remove it, or choose another name")
            }
            throw CommandFailure.usage("cannot make \(path) (\(systemMessage(error.number)))")
        }
        self.path = path
    }

    func write(_ text: String) throws { try stream.write(text.utf8) }

    /// Closes the file; what is not whole is removed.
    func close(isWhole: Bool) throws {
        let code = WaiterPlatform.close(stream.descriptor)
        guard isWhole, code == 0 else {
            unlink(path)
            if isWhole { throw CommandFailure(.failure, "cannot write \(path) (\(systemMessage(errno)))") }
            return
        }
    }
}
