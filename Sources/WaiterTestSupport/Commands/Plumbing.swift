internal import WaiterPlatform

/// The descriptors for a command that is about to start, and the test's ends of the command's pipes or terminal.
struct Plumbing {
    /// The command's standard input, output and error, in that order.
    private(set) var descriptors: [Spawner.Source] = []
    /// The descriptor to which the test writes the command's input.
    private(set) var input: Int32?
    /// The descriptors that the test keeps open while the command runs.
    private(set) var heldOpen: [Int32] = []
    /// The descriptor from which the test reads standard output or the terminal.
    private(set) var output: Int32?
    /// The descriptor from which the test reads standard error.
    private(set) var error: Int32?
    private var ofCommand: [Int32] = []

    /// Opens the descriptors.
    ///
    /// - Throws: `SocketError` with the name of the call that failed.
    init(_ input: CommandInput, _ streams: CommandStreams) throws {
        var terminal: Terminal?
        if input.isTerminal || streams.output == .terminal || streams.error == .terminal {
            let made = try Terminal(columns: streams.columns, echoes: streams.echoes)
            ofCommand.append(made.slave)
            terminal = made
        }
        try addInput(input, terminal)
        output = try addSink(streams.output, terminal)
        error = try addSink(streams.error, terminal)
        // A terminal is read by a single collector.
        if streams.output == .terminal, streams.error == .terminal { error = nil }
        if let terminal, streams.output != .terminal, streams.error != .terminal { heldOpen.append(terminal.master) }
    }

    private mutating func addInput(_ input: CommandInput, _ terminal: Terminal?) throws {
        switch input {
        case .closed: descriptors.append(.closed)
        case .empty: descriptors.append(.file("/dev/null", flags: O_RDONLY))
        case .file(let path): descriptors.append(.file(path, flags: O_RDONLY))
        case .terminal:
            descriptors.append(.descriptor(terminal?.slave ?? -1))
            // The descriptor is duplicated, because the reader of the terminal closes the original.
            self.input = terminal.map { fcntl($0.master, F_DUPFD_CLOEXEC, 0) }
        case .bytes, .silentPipe:
            let (readEnd, writeEnd) = try Self.pipe()
            ofCommand.append(readEnd)
            descriptors.append(.descriptor(readEnd))
            self.input = writeEnd
        }
    }

    private mutating func addSink(_ sink: CommandStreams.Sink, _ terminal: Terminal?) throws -> Int32? {
        switch sink {
        case .terminal:
            descriptors.append(.descriptor(terminal?.slave ?? -1))
            return terminal?.master
        case .file(let path):
            descriptors.append(.file(path, flags: O_WRONLY))
            return nil
        case .closed:
            descriptors.append(.closed)
            return nil
        case .pipe, .unreadPipe, .brokenPipe:
            let (readEnd, writeEnd) = try Self.pipe()
            ofCommand.append(writeEnd)
            descriptors.append(.descriptor(writeEnd))
            switch sink {
            case .pipe: return readEnd
            case .unreadPipe: heldOpen.append(readEnd)
            default: Socket.close(readEnd)
            }
            return nil
        }
    }

    /// Closes the descriptors that only the command needs. Call this method after the command has inherited them.
    func closeCommandEnds() {
        for descriptor in ofCommand { Socket.close(descriptor) }
    }

    private static func pipe() throws -> (readEnd: Int32, writeEnd: Int32) {
        var ends: [Int32] = [-1, -1]
        guard WaiterPlatform.pipe(&ends) == 0 else { throw SocketError(call: "pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
