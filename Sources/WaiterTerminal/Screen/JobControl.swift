internal import Dispatch
internal import Synchronization
internal import WaiterPlatform

/// The write end of the signal handler's pipe, or -1 before the pipe exists.
private let stopPipe = Atomic<Int32>(-1)

/// The number of SIGCONT signals received. The signal handler increments this number before it writes to the pipe.
private let continued = Atomic<Int>(0)

/// Functions that suspend and resume the process, and switch the terminal to the mode that each state requires.
package enum JobControl {
    private struct State {
        var isFollowing = false
        var source: (any DispatchSourceRead)?
    }

    private static let state = Mutex(State())
    /// A lock that is held while the process is stopped.
    private static let running = Mutex(())

    /// The number of times that the process has been resumed. Each time, the screen contents might have moved.
    package static var resumptions: Int { continued.load(ordering: .relaxed) }

    /// Performs an operation during which Ctrl-Z does not stop the process.
    package static func withoutStop<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try running.withLock { _ throws(Failure) in try body() }
    }

    /// Stops the whole process group until it is resumed.
    package static func suspend() {
        stop { kill(0, SIGTSTP) }
    }

    /// Installs handlers for the signals that stop, resume or quit the process. The handlers stay installed for the
    /// lifetime of the process.
    ///
    /// Only async-signal-safe work is allowed in a handler, so the handlers only write a byte to a pipe. Signals that
    /// are already ignored stay ignored.
    static func follow() {
        state.withLock { state in
            guard !state.isFollowing else { return }
            state.isFollowing = true
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { return }
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
            let readEnd = ends[0]
            stopPipe.store(ends[1], ordering: .sequentiallyConsistent)
            let source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: .global())
            source.setEventHandler {
                var number: UInt8 = 0
                while read(readEnd, &number, 1) == 1 { take(Int32(number)) }
            }
            source.activate()
            state.source = source
            for number in [SIGTSTP, SIGCONT, SIGQUIT] { install(number) }
        }
    }

    private static func install(_ number: Int32) {
        let earlier = signal(number) { number in
            let saved = errno
            if number == SIGCONT { continued.add(1, ordering: .relaxed) }
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(stopPipe.load(ordering: .relaxed), &byte, 1)
            errno = saved
        }
        if isIgnored(earlier) { signal(number, SIG_IGN) }
    }

    private static func isIgnored(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private static func take(_ number: Int32) {
        switch number {
        case SIGTSTP:
            running.withLock { _ in
                TerminalMode.pause()
                stop { raise(SIGTSTP) }
                TerminalMode.resume()
            }
        case SIGCONT: TerminalMode.resume()
        default:
            TerminalMode.restore()
            signal(number, SIG_DFL)
            unblock(number)
            raise(number)
        }
    }

    /// Stops the process synchronously through the default action of SIGTSTP.
    private static func stop(_ send: () -> Int32) {
        guard !isIgnored(signal(SIGTSTP, SIG_DFL)) else {
            signal(SIGTSTP, SIG_IGN)
            return
        }
        let count = resumptions
        // Dispatch's worker threads block signals.
        unblock(SIGTSTP)
        _ = send()
        // SIGCONT can be delivered to another thread with a slight delay.
        for _ in 0..<50 where resumptions == count { usleep(200) }
        if stopPipe.load(ordering: .relaxed) >= 0 { install(SIGTSTP) }
    }

    private static func unblock(_ number: Int32) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}
