internal import Dispatch
internal import Synchronization
internal import WaiterPlatform

/// The write end of the pipe that the signal handler uses; -1 before there is one.
private let stopPipe = Atomic<Int32>(-1)

/// How often the process went on; counted by the handler, before anything else is written.
private let continued = Atomic<Int>(0)

/// Stopping with Ctrl-Z and going on, with the terminal in the mode that each needs.
package enum JobControl {
    private struct State {
        var isFollowing = false
        var source: (any DispatchSourceRead)?
    }

    private static let state = Mutex(State())
    /// Held while the process is stopped.
    private static let running = Mutex(())

    /// How often the process was stopped and went on: what was on the screen is no longer where it was.
    package static var resumptions: Int { continued.load(ordering: .relaxed) }

    /// Does something during which Ctrl-Z does not stop the process.
    package static func withoutStop<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try running.withLock { _ throws(Failure) in try body() }
    }

    /// Stops the process and all others that the shell started with it, until they are resumed.
    package static func suspend() {
        stop { kill(0, SIGTSTP) }
    }

    /// Takes the signals that stop or end the process at once, for good.
    ///
    /// A handler may do next to nothing, so it writes one byte into a pipe. Signals that are ignored stay ignored.
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

    /// Stops by the signal's default, in this very call.
    private static func stop(_ send: () -> Int32) {
        guard !isIgnored(signal(SIGTSTP, SIG_DFL)) else {
            signal(SIGTSTP, SIG_IGN)
            return
        }
        let count = resumptions
        // Threads of dispatch have signals blocked.
        unblock(SIGTSTP)
        _ = send()
        // The signal that resumed the process may be handled by another thread, in a moment.
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
