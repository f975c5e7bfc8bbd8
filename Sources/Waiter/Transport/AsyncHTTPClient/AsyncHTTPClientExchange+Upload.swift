internal import AsyncHTTPClient
internal import NIOCore

extension AsyncHTTPClientExchange {
    /// A body that is read as fast as the connection takes it, by a task that the exchange owns.
    func body(of stream: BodyStream, on eventLoop: any EventLoop) -> HTTPClient.Body {
        willStream()
        return .stream(contentLength: stream.length.map(Int64.init)) { [weak self] writer in
            let promise = eventLoop.makePromise(of: Void.self)
            let task = Task {
                do {
                    try await Self.send(stream, to: writer)
                    promise.succeed()
                } catch {
                    promise.fail(error)
                }
            }
            if let self { own(task) } else { task.cancel() }
            return promise.futureResult
        }
    }

    private static func send(_ stream: BodyStream, to writer: HTTPClient.Body.StreamWriter) async throws {
        var reader = stream.makeReader()
        while true {
            try Task.checkCancellation()
            let chunk: [UInt8]?
            do {
                chunk = try await reader.next()
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                throw RequestBodyFailure(error)
            }
            guard let chunk else { return }
            try await writer.write(.byteBuffer(ByteBuffer(bytes: chunk))).get()
        }
    }
}
