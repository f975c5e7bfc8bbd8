internal import NIOCore
internal import NIOHTTP1

/// Holds back a request head if the body follows immediately. The head and the body are then sent in one packet.
///
/// The HTTP stack flushes the head and the body separately, which costs an additional system call and wakes the server
/// twice.
final class RequestHeadHolder: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private var isHolding = false

    /// Adds the handler to the pipeline of a new HTTP/1.1 connection, after the decoder.
    static func install(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(RequestHeadHolder(), position: .after(decoder))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // The next part of the request (body data or the end) is flushed together with the head.
        if case .head = unwrapOutboundIn(data) { isHolding = true } else { isHolding = false }
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        // A head that fills the buffer must be flushed, or its body would never be written.
        if !isHolding || !context.channel.isWritable { context.flush() }
    }
}
