internal import WaiterPlatform

/// The two ends of a pseudo-terminal, one for the test and one for the command.
struct Terminal {
    let master: Int32
    let slave: Int32

    /// Opens a pseudo-terminal.
    ///
    /// - Parameters:
    ///   - columns: The number of columns.
    ///   - echoes: Whether typed input is echoed, as in interactive use.
    /// - Throws: `SocketError` with the name of the call that failed.
    init(columns: UInt16, echoes: Bool) throws {
        func failure(_ call: String) -> SocketError { SocketError(call: call) }
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw failure("openpty") }
        for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (self.master, self.slave) = (master, slave)
        // Output processing is disabled so that the test receives the output without added carriage returns.
        var settings = termios()
        guard tcgetattr(slave, &settings) == 0 else { throw failure("tcgetattr") }
        settings.c_oflag &= ~tcflag_t(OPOST)
        if !echoes { settings.c_lflag &= ~tcflag_t(ECHO) }
        guard tcsetattr(slave, TCSANOW, &settings) == 0 else { throw failure("tcsetattr") }
    }
}
