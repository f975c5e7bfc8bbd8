internal import WaiterPlatform
internal import WaiterTerminal

/// A file that is made anew, for its owner alone; nothing is written over.
struct ExportFile {
    let path: String
    private let stream: StandardStream

    /// - Throws: `CommandFailure` when it is there already or cannot be made.
    init(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw CommandFailure.usage("\(path) is there already", nextStep: "remove it, or choose another name")
            }
            throw CommandFailure.usage("cannot make \(path) (\(systemMessage(errno)))")
        }
        self.path = path
        stream = StandardStream(descriptor: descriptor)
    }

    func write(_ text: String) throws { try stream.write(text.utf8) }

    /// Closes the file; what is not whole is removed.
    func close(isWhole: Bool) throws {
        #if canImport(Glibc)
            let code = Glibc.close(stream.descriptor)
        #elseif canImport(Musl)
            let code = Musl.close(stream.descriptor)
        #else
            let code = Darwin.close(stream.descriptor)
        #endif
        guard isWhole, code == 0 else {
            unlink(path)
            if isWhole { throw CommandFailure(.failure, "cannot write \(path) (\(systemMessage(errno)))") }
            return
        }
    }
}
