internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One request and its response, on the event loop's side.
final class AsyncHTTPClientExchange: HTTPClientResponseDelegate, Sendable {
    typealias Response = Void
    typealias HeadContinuation = CheckedContinuation<TransportResponse, any Error>

    private struct State {
        var continuation: HeadContinuation?
        var task: HTTPClient.Task<Void>?
        var isCancelled = false
        var isSent = false
        var hasHead = false
        var isOver = false
        /// The reader made room before the event loop could say that it waits for it.
        var hasDemand = false
        var demand: EventLoopPromise<Void>?
    }

    private let state = Mutex(State())
    private let channel = BodyChannel()
    private let progress: TransportProgress
    private let limits: Limits
    private let onEnd: @Sendable () -> Void

    init(progress: TransportProgress, limits: Limits, onEnd: @escaping @Sendable () -> Void) {
        self.progress = progress
        self.limits = limits
        self.onEnd = onEnd
    }

    // MARK: The caller's side

    func start(_ continuation: HeadContinuation, _ execute: () -> HTTPClient.Task<Void>) {
        state.withLock { $0.continuation = continuation }
        channel.onDemand { [weak self] in self?.resumeReading() }
        channel.onCancel { [weak self] in self?.cancel() }
        let task = execute()
        let isCancelled = state.withLock { state in
            if !state.isOver { state.task = task }
            return state.isCancelled
        }
        if isCancelled { task.fail(reason: CancellationError()) }
        // A client that is being shut down fails the task without a word to its delegate.
        task.futureResult.whenFailure { [weak self] error in self?.fail(error) }
    }

    /// Ends the request wherever it is; its connection is closed, since the rest of the response would come over it.
    func cancel() {
        let (task, demand) = state.withLock { state in
            state.isCancelled = true
            defer { state.demand = nil }
            return (state.task, state.demand)
        }
        task?.fail(reason: CancellationError())
        demand?.succeed()
    }

    private func resumeReading() {
        let demand = state.withLock { state in
            if state.demand == nil { state.hasDemand = true }
            defer { state.demand = nil }
            return state.demand
        }
        demand?.succeed()
    }

    // MARK: The event loop's side

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        state.withLock { $0.isSent = true }
        progress.isSent()
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let continuation = state.withLock { state in
            state.hasHead = true
            defer { state.continuation = nil }
            return state.continuation
        }
        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: Int(head.status.code))
        continuation?.resume(
            returning: TransportResponse(
                head: HTTPResponse(status: status, headerFields: fields),
                body: ResponseBody(channel: channel)
            )
        )
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let hasRoom = buffer.readableBytes == 0 || channel.push(Array(buffer.readableBytesView))
        if hasRoom { return task.eventLoop.makeSucceededVoidFuture() }
        let promise = state.withLock { state -> EventLoopPromise<Void>? in
            if state.hasDemand || state.isCancelled {
                state.hasDemand = false
                return nil
            }
            let promise = task.eventLoop.makePromise(of: Void.self)
            state.demand = promise
            return promise
        }
        return promise?.futureResult ?? task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        guard end() != nil else { return }
        channel.finish()
        onEnd()
    }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        fail(error)
    }

    private func fail(_ error: any Error) {
        guard let ended = end() else { return }
        let failure = AsyncHTTPClientFailure.translate(
            error,
            isSent: ended.isSent,
            hasHead: ended.hasHead,
            limits: limits
        )
        ended.continuation?.resume(throwing: failure)
        ended.demand?.succeed()
        channel.finish(throwing: failure)
        onEnd()
    }

    /// Marks the exchange as over; nil when it was so already.
    private func end() -> State? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            let before = state
            state = State(isCancelled: true, isOver: true)
            return before
        }
    }
}
