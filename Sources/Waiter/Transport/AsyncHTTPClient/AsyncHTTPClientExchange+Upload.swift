internal import AsyncHTTPClient
internal import NIOCore

extension AsyncHTTPClientExchange {
    /// The size of the slices in which a body is written. Small slices make progress visible on a slow connection.
    private static var sliceSize: Int { 64 << 10 }

    /// Returns a request body that contains the given bytes. A large body is written in slices.
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

    /// Returns a request body that is read from a stream. A task owned by the exchange reads the stream as fast as the
    /// connection accepts data.
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
