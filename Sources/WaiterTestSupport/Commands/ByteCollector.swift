internal import Foundation
internal import Synchronization
internal import WaiterPlatform

/// Reads a descriptor to the end on a separate thread, and lets tests wait for output.
final class ByteCollector: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isOver = false
        var waiters: [(condition: @Sendable ([UInt8]) -> Bool, continuation: CheckedContinuation<Bool, Never>)] = []

        /// Removes and returns the waiters whose conditions have been met or can no longer be met.
        mutating func takeReady() -> [(CheckedContinuation<Bool, Never>, Bool)] {
            var ready: [(CheckedContinuation<Bool, Never>, Bool)] = []
            waiters.removeAll { waiter in
                let holds = waiter.condition(bytes)
                if holds || isOver { ready.append((waiter.continuation, holds)) }
                return holds || isOver
            }
            return ready
        }
    }

    private let state = Mutex(State())

    /// Starts reading.
    ///
    /// - Parameter descriptor: The descriptor, or `nil` for no input. The descriptor is closed when the input ends.
    init(_ descriptor: Int32?) {
        guard let descriptor else {
            end()
            return
        }
        Thread { [self] in
            while let bytes = Socket.readFile(descriptor) { add(bytes) }
            Socket.close(descriptor)
            end()
        }.start()
    }

    var bytes: [UInt8] { state.withLock(\.bytes) }

    var isOver: Bool { state.withLock(\.isOver) }

    private func add(_ bytes: [UInt8]) {
        let ready = state.withLock { state in
            state.bytes += bytes
            return state.takeReady()
        }
        for (continuation, holds) in ready { continuation.resume(returning: holds) }
    }

    /// Ends all waits. Bytes that arrive later are still collected.
    func end() {
        let ready = state.withLock { state in
            state.isOver = true
            return state.takeReady()
        }
        for (continuation, holds) in ready { continuation.resume(returning: holds) }
    }

    /// Waits for a condition. Returns `false` if the input ends before the condition is met.
    func wait(until condition: @escaping @Sendable ([UInt8]) -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiters.append((condition, continuation))
                return state.takeReady()
            }
            for (continuation, holds) in ready { continuation.resume(returning: holds) }
        }
    }

    /// Waits for the end of the input.
    func waitForEnd() async {
        _ = await wait { _ in false }
    }
}
