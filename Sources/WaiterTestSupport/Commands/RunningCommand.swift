internal import Foundation
internal import Synchronization
internal import WaiterPlatform

/// A running command.
public final class RunningCommand: Sendable {
    private struct State {
        var status: Int32?
        var isTimedOut = false
        var input: Int32?
    }

    private let processID: Int32
    private let output: ByteCollector
    private let error: ByteCollector
    private let state: Mutex<State>
    private let hasEnded = Gate()

    init(
        processID: Int32,
        output: Int32?,
        error: Int32?,
        input: Int32?,
        heldOpen: [Int32],
        limit: Duration,
        onEnd: @escaping @Sendable () -> Void
    ) {
        self.processID = processID
        self.output = ByteCollector(output)
        self.error = ByteCollector(error)
        state = Mutex(State(input: input))
        Thread { [self] in
            var status: Int32 = 0
            while waitpid(processID, &status, 0) < 0, errno == EINTR {}
            let input = state.withLock { state in
                state.status = status
                defer { state.input = nil }
                return state.input
            }
            for descriptor in heldOpen + (input.map { [$0] } ?? []) { Socket.close(descriptor) }
            onEnd()
            hasEnded.open()
        }.start()
        let seconds = limit / .seconds(1)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak self] in self?.timeOut() }
    }

    private func timeOut() {
        state.withLock { state in
            guard state.status == nil || !output.isOver || !error.isOver else { return }
            state.isTimedOut = true
            if state.status == nil { kill(processID, SIGKILL) }
        }
        // A child process of the command can keep the command's streams open, so do not wait for them to end.
        output.end()
        error.end()
    }

    /// Writes the whole input and then closes it. The input is written on a separate thread, because a pipe has limited
    /// capacity.
    func feed(_ bytes: [UInt8]) {
        let input = state.withLock { state in
            defer { state.input = nil }
            return state.input
        }
        guard let input else { return }
        Thread {
            Socket.writeFile(bytes, to: input)
            Socket.close(input)
        }.start()
    }

    /// Sends a signal such as SIGINT if the command is still running.
    public func send(signal: Int32) {
        // The lock is needed because the process ID can be reused after the command's process has been reaped.
        state.withLock { if $0.status == nil { kill(processID, signal) } }
    }

    /// Types text into the command's terminal or writes text to the command's input pipe without closing the pipe.
    public func type(_ text: String) {
        // The lock is needed because the descriptor can be reused after the command has ended.
        state.withLock { if let input = $0.input { Socket.writeFile(Array(text.utf8), to: input) } }
    }

    /// Resizes the command's terminal.
    public func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        state.withLock { if let input = $0.input { _ = ioctl(input, UInt(TIOCSWINSZ), &size) } }
    }

    /// Whether echo is currently enabled in the command's terminal.
    public var echoes: Bool {
        var settings = termios()
        return state.withLock { state in
            guard let input = state.input, tcgetattr(input, &settings) == 0 else { return false }
            return settings.c_lflag & tcflag_t(ECHO) != 0
        }
    }

    /// Waits until standard output or the terminal contains the given text. Returns `false` if the command ends first.
    public func waitForOutput(_ text: String) async -> Bool {
        await output.wait { String(decoding: $0, as: UTF8.self).contains(text) }
    }

    /// Waits until standard output or the terminal has received `count` bytes. Returns `false` if the command ends
    /// first.
    public func waitForOutput(bytes count: Int) async -> Bool {
        await output.wait { $0.count >= count }
    }

    /// Waits until standard error contains the given text. Returns `false` if the command ends first.
    public func waitForError(_ text: String) async -> Bool {
        await error.wait { String(decoding: $0, as: UTF8.self).contains(text) }
    }

    /// The text received so far on standard output or the terminal.
    public var outputSoFar: String { String(decoding: output.bytes, as: UTF8.self) }

    /// Waits for the command to end.
    public func result() async -> CommandResult {
        await hasEnded.wait()
        await output.waitForEnd()
        await error.waitForEnd()
        let (status, isTimedOut) = state.withLock { ($0.status ?? 0, $0.isTimedOut) }
        let signal = status & 0x7F
        return CommandResult(
            exitCode: signal == 0 ? (status >> 8) & 0xFF : nil,
            signal: signal == 0 ? nil : signal,
            isTimedOut: isTimedOut,
            outputBytes: output.bytes,
            errorBytes: error.bytes
        )
    }
}
