internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// The exchange of a request and its response. The event loop drives the exchange.
final class AsyncHTTPClientExchange: HTTPClientResponseDelegate, Sendable {
    typealias Response = Void
    typealias HeadContinuation = CheckedContinuation<TransportResponse, any Error>

    private struct State {
        var continuation: HeadContinuation?
        /// The response head. The head is held until the body data that was received with the head is also available.
        var response: TransportResponse?
        var task: HTTPClient.Task<Void>?
        var isCancelled = false
        var isSent = false
        var hasHead = false
        var isOver = false
        /// Whether the reader requested data while the event loop was not waiting for it to do so.
        var hasDemand = false
        var demand: EventLoopPromise<Void>?
        /// The task that reads the request body while it is being sent, or `nil` if there is no such task.
        var upload: Task<Void, Never>?

        func deliverHead() {
            if let continuation, let response { continuation.resume(returning: response) }
        }
    }

    private let state = Mutex(State())
    private let channel = BodyChannel()
    private let progress: TransportProgress
    private let route: AsyncHTTPClientFailure.Route
    private let onEnd: @Sendable () -> Void

    init(
        progress: TransportProgress,
        route: AsyncHTTPClientFailure.Route,
        onEnd: @escaping @Sendable () -> Void
    ) {
        self.progress = progress
        self.route = route
        self.onEnd = onEnd
    }

    // MARK: Caller

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
        // On shutdown, the client fails the task without notifying its delegate.
        task.futureResult.whenFailure { [weak self] error in self?.fail(error) }
    }

    /// Cancels the request in any state and closes its connection. If the connection stayed open, it would still
    /// receive the rest of the response.
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

    /// Takes ownership of the task that reads the request body. The task is cancelled when the exchange ends.
    func own(_ upload: Task<Void, Never>) {
        let isOver = state.withLock { state in
            if !state.isOver { state.upload = upload }
            return state.isOver
        }
        if isOver { upload.cancel() }
    }

    // MARK: Event loop

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        state.withLock { $0.isSent = true }
        progress.isUploading()
    }

    func didSendRequestPart(task: HTTPClient.Task<Void>, _ part: IOData) {
        progress.isUploading()
    }

    func didSendRequest(task: HTTPClient.Task<Void>) {
        progress.isSent()
    }

    /// Delivers the head together with the body data from the same network read so that a small response wakes its
    /// reader only once.
    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: Int(head.status.code))
        let response = TransportResponse(
            head: HTTPResponse(status: status, headerFields: fields),
            body: ResponseBody(channel: channel)
        )
        state.withLock { state in
            state.hasHead = true
            if !state.isOver { state.response = response }
        }
        task.eventLoop.execute { [self] in deliverHead() }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    private func deliverHead() {
        let before = state.withLock { state in
            defer { (state.continuation, state.response) = (nil, nil) }
            return state
        }
        before.deliverHead()
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
        guard let ended = end() else { return }
        channel.finish()
        ended.deliverHead()
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
            isCancelled: ended.isCancelled,
            route: route
        )
        channel.finish(throwing: failure)
        if ended.response != nil { ended.deliverHead() } else { ended.continuation?.resume(throwing: failure) }
        ended.demand?.succeed()
        onEnd()
    }

    /// Marks the exchange as ended and returns its previous state, or `nil` if it had already ended.
    private func end() -> State? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            let before = state
            state.upload?.cancel()
            state = State(isCancelled: true, isOver: true)
            return before
        }
    }
}
