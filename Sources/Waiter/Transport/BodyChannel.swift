internal import Synchronization

/// Passes the chunks of a body from the thread that receives them to the task that reads them.
///
/// The buffer is bounded. When `push` returns `false`, the producer should pause until the handler set with `onDemand`
/// is called.
package final class BodyChannel: Sendable {
    private let state = Mutex(BodyChannelState())

    package init() {}

    // MARK: Producer

    /// Appends a chunk and returns `false` if the producer should pause.
    package func push(_ bytes: [UInt8]) -> Bool {
        let (action, isRoom) = state.withLock { $0.push(bytes) }
        perform(action)
        return isRoom
    }

    /// Ends the body. Buffered chunks can still be read.
    package func finish(throwing error: (any Error)? = nil) {
        perform(state.withLock { $0.finish(error) })
    }

    /// Sets the handler that resumes a paused producer. The handler can be called on any thread.
    package func onDemand(_ resume: @escaping @Sendable () -> Void) {
        state.withLock { $0.demandHandler = resume }
    }

    /// Sets the handler that stops the producer when the reader is gone. If the reader is already gone, the handler is
    /// called immediately.
    package func onCancel(_ stop: @escaping @Sendable () -> Void) {
        if state.withLock({ $0.setCancelHandler(stop) }) { stop() }
    }

    /// Waits until the reader has made room in the buffer. Throws `CancellationError` if the reader is gone.
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

    /// Whether a reader is waiting for a chunk.
    package var isAwaited: Bool { state.withLock(\.isAwaited) }

    /// Returns a buffered chunk, or `nil` if there is none.
    package func nextBuffered() -> [UInt8]? {
        let (piece, action) = state.withLock { $0.nextBuffered() }
        if let action { perform(action) }
        return piece
    }

    /// Returns the next chunk, or `nil` at the end.
    ///
    /// Cancelling the task cancels the body.
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

    /// Ends the body with an error for its reader and stops the producer. This has no effect if the body has already
    /// ended.
    package func cancel(throwing error: any Error = CancellationError()) {
        perform(state.withLock { $0.cancel(error) })
    }

    /// Reads and discards the rest of the body so that the connection can be reused. If the rest is larger than the
    /// limit, the body is cancelled instead.
    ///
    /// - Returns: Whether more data can follow.
    @discardableResult
    package func drain(limit: Int) -> Bool {
        let (action, isOpen) = state.withLock { ($0.drain(limit), $0.isOpen) }
        perform(action)
        return isOpen
    }

    /// Closes the connection of a body that is being drained. This has no effect on any other body.
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
