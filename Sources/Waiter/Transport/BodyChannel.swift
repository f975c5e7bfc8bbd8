internal import Synchronization

/// Hands the pieces of a body from the thread that receives them to the task that reads them.
///
/// At most a bounded number of bytes waits here: `push` answers false when the producer should pause until `onDemand`.
package final class BodyChannel: Sendable {
    private let state = Mutex(BodyChannelState())

    package init() {}

    // MARK: Producer

    /// Adds a piece; false asks the producer to pause.
    package func push(_ bytes: [UInt8]) -> Bool {
        let (action, isRoom) = state.withLock { $0.push(bytes) }
        perform(action)
        return isRoom
    }

    /// Ends the body; what was pushed before can still be read.
    package func finish(throwing error: (any Error)? = nil) {
        perform(state.withLock { $0.finish(error) })
    }

    /// Sets what resumes a paused producer; called from any thread.
    package func onDemand(_ resume: @escaping @Sendable () -> Void) {
        state.withLock { $0.demandHandler = resume }
    }

    /// Sets what stops the producer when nobody reads any more; called at once when that is so already.
    package func onCancel(_ stop: @escaping @Sendable () -> Void) {
        if state.withLock({ $0.setCancelHandler(stop) }) { stop() }
    }

    /// Waits until the reader has made room; throws `CancellationError` once nobody reads.
    package func waitForDemand() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                perform(state.withLock { $0.waitForDemand(continuation) })
            }
        } onCancel: {
            perform(state.withLock { $0.abandonDemand() })
        }
    }

    // MARK: Reader

    /// Whether somebody waits for a piece.
    package var isAwaited: Bool { state.withLock(\.isAwaited) }

    /// A piece that is here already.
    package func nextBuffered() -> [UInt8]? {
        let (piece, action) = state.withLock { $0.nextBuffered() }
        if let action { perform(action) }
        return piece
    }

    /// The next piece, or nil at the end; a cancelled task cancels the body.
    package func next() async throws -> [UInt8]? {
        if let piece = nextBuffered() { return piece }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (first, second) = state.withLock { $0.wait(continuation) }
                perform(first)
                perform(second)
            }
        } onCancel: {
            cancel()
        }
    }

    /// Ends the body for its reader with an error and stops the producer; nothing happens when it has ended already.
    package func cancel(throwing error: any Error = CancellationError()) {
        perform(state.withLock { $0.cancel(error) })
    }

    /// Reads on without keeping anything, so that the connection can be used again; more than the limit cancels.
    ///
    /// - Returns: Whether there is still something to come.
    @discardableResult
    package func drain(limit: Int) -> Bool {
        let (action, isOpen) = state.withLock { ($0.drain(limit), $0.isOpen) }
        perform(action)
        return isOpen
    }

    /// Closes the connection of a body that is still being drained; nothing happens to any other.
    package func cancelDraining() {
        perform(state.withLock { $0.cancelDraining() })
    }

    private func perform(_ action: BodyChannelState.Action) {
        switch action {
        case .none: break
        case .deliver(let continuation, let piece): continuation.resume(returning: piece)
        case .fail(let continuation, let error): continuation.resume(throwing: error)
        case .demand(let resume, let continuation):
            resume?()
            continuation?.resume()
        case .refuse(let continuation): continuation.resume(throwing: CancellationError())
        case .stop(let reader, let error, let producer, let handler):
            handler?()
            reader?.resume(throwing: error)
            producer?.resume(throwing: CancellationError())
        }
    }
}
