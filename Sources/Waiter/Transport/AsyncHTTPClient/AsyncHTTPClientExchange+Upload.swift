internal import AsyncHTTPClient
internal import NIOCore

extension AsyncHTTPClientExchange {
    /// The size of the slices in which a body is written, so that progress is visible on a slow connection.
    private static var sliceSize: Int { 64 << 10 }

    /// Returns a body of bytes, written in slices if it is large.
    func body(of bytes: ByteBuffer, on eventLoop: any EventLoop) -> HTTPClient.Body {
        if bytes.readableBytes <= Self.sliceSize { return .byteBuffer(bytes) }
        return .stream(contentLength: Int64(bytes.readableBytes)) { writer in
            Self.send(bytes, to: writer, on: eventLoop)
        }
    }

    private static func send(
        _ bytes: ByteBuffer,
        to writer: HTTPClient.Body.StreamWriter,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<Void> {
        var rest = bytes
        guard let slice = rest.readSlice(length: min(sliceSize, rest.readableBytes)), slice.readableBytes > 0 else {
            return eventLoop.makeSucceededVoidFuture()
        }
        let written = writer.write(.byteBuffer(slice))
        return written.flatMap { [rest] in send(rest, to: writer, on: eventLoop) }
    }

    /// Returns a body that a task owned by the exchange reads at the pace of the connection.
    func body(of stream: BodyStream, on eventLoop: any EventLoop) -> HTTPClient.Body {
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
