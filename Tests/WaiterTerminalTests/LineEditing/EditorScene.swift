import Synchronization
import Testing
import WaiterPlatform
import WaiterTerminal

/// A line editor on a pseudo-terminal and its simulated user.
final class EditorScene {
    private final class Progress: Sendable {
        let isDone = Atomic(false)
    }

    private var master: Int32
    let terminal: Int32
    private(set) var screen: ScreenEmulator
    /// All output drawn so far.
    private(set) var output = ""
    private var bytes: [UInt8] = []
    private let progress = Progress()
    private var task: Task<[LineEntry], any Error>?

    init(columns: Int = 40, rows: Int = 10) throws {
        var (master, terminal): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&master, &terminal, nil, nil, &size) == 0)
        for end in [master, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (self.master, self.terminal) = (master, terminal)
        screen = ScreenEmulator(width: columns, height: rows)
    }

    deinit {
        task?.cancel()
        if master >= 0 { close(master) }
        close(terminal)
    }

    /// Whether the terminal echoes and handles typed input itself.
    var isCooked: Bool { Self.isCooked(terminal) }

    static func isCooked(_ terminal: Int32) -> Bool {
        var settings = termios()
        guard tcgetattr(terminal, &settings) == 0 else { return false }
        let flags = tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        return settings.c_lflag & flags == flags && settings.c_iflag & tcflag_t(ICRNL) != 0
    }

    /// Starts reading entries and waits for the prompt.
    func start(
        _ count: Int = 1,
        history: [String] = [],
        escapeTimeout: Duration = .milliseconds(1),
        waits: Bool = true,
        set: @Sendable (inout LineEditor) -> Void = { _ in }
    ) async throws {
        var editor = LineEditor(
            input: terminal,
            output: StandardStream(descriptor: terminal),
            history: history.reduce(into: History(path: nil)) { $0.add($1) }
        )
        editor.escapeTimeout = escapeTimeout
        set(&editor)
        let begun = editor
        let progress = progress
        task = Task {
            defer { progress.isDone.store(true, ordering: .releasing) }
            var editor = begun
            var entries: [LineEntry] = []
            for _ in 0..<count { entries.append(try await editor.read(LinePrompt("> "))) }
            return entries
        }
        if waits { try await expect { $0.screen.rows.last == ">" } }
    }

    func type(_ text: String) throws {
        try StandardStream(descriptor: master).write(text.utf8)
    }

    /// Changes the terminal's size, like dragging a window.
    func resize(columns: Int, rows: Int) throws {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        screen.resize(width: columns, height: rows, .cuts)
        try #require(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    }

    func cancel() { task?.cancel() }

    /// Closes the window.
    func hangUp() {
        close(master)
        master = -1
    }

    /// Sets the terminal up like a shell.
    func cook() {
        var settings = termios()
        tcgetattr(terminal, &settings)
        settings.c_lflag |= tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        settings.c_iflag |= tcflag_t(ICRNL)
        tcsetattr(terminal, TCSANOW, &settings)
    }

    /// Waits for a condition; gives up after three minutes.
    func expect(
        _ condition: (EditorScene) -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        // While all tests start at once, a task may wait long for its first turn.
        let deadline = ContinuousClock.now + .seconds(180)
        while !condition(self) {
            look(within: 5)
            await Task.yield()
            guard ContinuousClock.now < deadline else {
                Issue.record("timed out: \(screen.rows), \(output.debugDescription)", sourceLocation: sourceLocation)
                throw CancellationError()
            }
        }
    }

    /// The entries that were read.
    func entries() async throws -> [LineEntry] {
        let task = try #require(task)
        // The output must be read, or the editor waits for room to draw.
        while !progress.isDone.load(ordering: .acquiring) {
            look(within: 5)
            await Task.yield()
        }
        let result = await task.result
        look(within: 0)
        return try result.get()
    }

    private func look(within milliseconds: Int32) {
        var poller = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        var wait = milliseconds
        while poll(&poller, 1, wait) > 0 {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
            wait = 0
        }
        // The complete part, since sequences and characters may be split: every drawing ends with a final byte or text.
        guard let text = String(validating: bytes, as: UTF8.self), !Self.isCut(text) else { return }
        bytes = []
        output += text
        screen.feed(text)
    }

    private static func isCut(_ text: String) -> Bool {
        guard let escape = text.unicodeScalars.lastIndex(of: "\u{1B}") else { return false }
        let rest = text.unicodeScalars[escape...].dropFirst(2)
        return !rest.contains { (0x40...0x7E).contains($0.value) }
    }
}
