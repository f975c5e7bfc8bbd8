internal import NIOCore
internal import NIOHTTP1

/// Holds the head of a request back until its body follows at once, so that both leave in one packet.
///
/// The HTTP stack flushes each by itself, which costs a system call more, and wakes the server twice.
final class RequestHeadHolder: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private var isHolding = false

    /// Puts a holder behind the decoder of a new HTTP/1.1 connection.
    static func install(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(RequestHeadHolder(), position: .after(decoder))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // Whatever follows the head, body or end, lets both go.
        if case .head = unwrapOutboundIn(data) { isHolding = true } else { isHolding = false }
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        // A head so long that it fills the buffer must go, or the body would be waited for in vain.
        if !isHolding || !context.channel.isWritable { context.flush() }
    }
}
