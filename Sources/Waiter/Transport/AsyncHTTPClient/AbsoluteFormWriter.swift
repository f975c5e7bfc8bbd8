internal import NIOCore
internal import NIOHTTP1

/// Writes the absolute URL into the request line, as required by proxies that forward plain HTTP.
///
/// The HTTP stack connects through a proxy only by opening a tunnel, but many proxies allow tunnels only to port 443.
final class AbsoluteFormWriter: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// Adds the handler to the pipeline of a new HTTP/1.1 connection, after the decoder.
    static func install(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(AbsoluteFormWriter(), position: .after(decoder))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), let host = head.headers.first(name: "host") else {
            return context.write(data, promise: promise)
        }
        head.uri = "http://\(host)\(head.uri)"
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
