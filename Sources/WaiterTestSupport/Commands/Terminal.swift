internal import WaiterPlatform

/// A pseudo-terminal: the test's end, and the end that a command gets.
struct Terminal {
    let master: Int32
    let slave: Int32

    /// - Parameter echoes: Whether it shows what is typed, as a person's does.
    /// - Throws: `SocketError` naming the call that failed.
    init(columns: UInt16, echoes: Bool) throws {
        func failure(_ call: String) -> SocketError { SocketError(call: call) }
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw failure("openpty") }
        for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (self.master, self.slave) = (master, slave)
        // What the command writes reaches the test as it is: no carriage returns added.
        var settings = termios()
        guard tcgetattr(slave, &settings) == 0 else { throw failure("tcgetattr") }
        settings.c_oflag &= ~tcflag_t(OPOST)
        if !echoes { settings.c_lflag &= ~tcflag_t(ECHO) }
        guard tcsetattr(slave, TCSANOW, &settings) == 0 else { throw failure("tcsetattr") }
    }
}
