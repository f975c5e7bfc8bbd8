internal import Dispatch
internal import Synchronization
internal import WaiterPlatform

/// The write end of the pipe that the signal handler uses, or -1 if the pipe has not been created.
private let handlerPipe = Atomic<Int32>(-1)

/// SIGTERM, SIGINT and SIGHUP as an asynchronous sequence, for processes that have to clean up before they exit.
package enum TerminationSignals {
    /// Permanently replaces the signal handlers of this process. Returns a stream that yields each signal when it
    /// arrives.
    ///
    /// Only a few functions are allowed in a signal handler, so the handler only writes a byte to a pipe. The signals
    /// are handled rather than ignored, because child processes would inherit the ignored signals, which then could not
    /// terminate them.
    package static func stream() -> AsyncStream<Int32> {
        AsyncStream { continuation in
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { return continuation.finish() }
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
            let (readEnd, writeEnd) = (ends[0], ends[1])
            handlerPipe.store(writeEnd, ordering: .sequentiallyConsistent)
            let source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: .global())
            source.setEventHandler {
                var number: UInt8 = 0
                while read(readEnd, &number, 1) == 1 { continuation.yield(Int32(number)) }
            }
            source.activate()
            let keeper = Keeper(source: source)
            continuation.onTermination = { _ in keeper.source.cancel() }
            for number in [SIGTERM, SIGINT, SIGHUP] { install(number) }
        }
    }

    private static func install(_ number: Int32) {
        signal(number) { number in
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(handlerPipe.load(ordering: .relaxed), &byte, 1)
            errno = saved
        }
    }

    private final class Keeper: @unchecked Sendable {  // reason: dispatch objects are thread-safe but not yet marked
        let source: any DispatchSourceRead
        init(source: any DispatchSourceRead) { self.source = source }
    }
}
