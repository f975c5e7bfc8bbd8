internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// The error for a keep-alive connection that the server closed before the first byte of a response was received.
struct StaleConnectionError: Error {
    var underlying: any Error
}

/// Distinguishes failures of keep-alive connections from other failures. The HTTP stack does not make this distinction.
///
/// A server may close an idle connection at the moment a request is written to it. The request can be sent again if the
/// connection has carried a request before and no part of the response has been received. Only a handler on the
/// connection can determine whether these conditions are met.
final class StaleConnectionDetector: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let inspector = LineFeedInspector()
    private var requests = 0
    private var awaitsResponse = false

    private var isStale: Bool { requests > 1 && awaitsResponse }

    /// Adds the handler to the pipeline of a new HTTP/1.1 connection, after the decoder. The line feed inspector is
    /// added before the decoder.
    static func install(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        let detector = StaleConnectionDetector()
        try pipeline.addHandler(detector.inspector, position: .before(decoder))
        try pipeline.addHandler(detector, position: .after(decoder))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = unwrapOutboundIn(data) {
            requests += 1
            awaitsResponse = true
            inspector.expectHead()
        }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        awaitsResponse = false
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError, inspector.isBare {
            return context.fireErrorCaught(BareLineFeedError(underlying: error))
        }
        guard isStale, Self.isEnd(error) else { return context.fireErrorCaught(error) }
        awaitsResponse = false
        context.fireErrorCaught(StaleConnectionError(underlying: error))
    }

    /// Returns whether an error means that the peer closed the connection. Over TLS, this includes closing the
    /// connection without a `close_notify` alert.
    private static func isEnd(_ error: any Error) -> Bool {
        if case NIOSSLError.uncleanShutdown = error { return true }
        return error is IOError || error is ChannelError
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isStale {
            awaitsResponse = false
            context.fireErrorCaught(StaleConnectionError(underlying: ChannelError.eof))
        }
        context.fireChannelInactive()
    }
}
