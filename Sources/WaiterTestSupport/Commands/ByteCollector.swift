internal import Foundation
internal import Synchronization
internal import WaiterPlatform

/// Reads a descriptor to its end on a thread of its own, and lets tests wait for what has come.
final class ByteCollector: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isOver = false
        var waiters: [(condition: @Sendable ([UInt8]) -> Bool, continuation: CheckedContinuation<Bool, Never>)] = []

        /// Those whose condition holds now, or never will.
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

    /// - Parameter descriptor: Closed at its end; nil for one from which nothing comes.
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

    /// Ends all waiting; whatever still comes is kept.
    func end() {
        let ready = state.withLock { state in
            state.isOver = true
            return state.takeReady()
        }
        for (continuation, holds) in ready { continuation.resume(returning: holds) }
    }

    /// Waits until a condition holds; false when everything has come and it does not.
    func wait(until condition: @escaping @Sendable ([UInt8]) -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiters.append((condition, continuation))
                return state.takeReady()
            }
            for (continuation, holds) in ready { continuation.resume(returning: holds) }
        }
    }

    /// Waits until everything has come.
    func waitForEnd() async {
        _ = await wait { _ in false }
    }
}
