internal import NIOCore

/// The error for a response head that contains bare line feeds (without carriage returns).
struct BareLineFeedError: Error {
    var underlying: any Error
}

/// Inspects the first line of each response, because the parser's error for a bare line feed does not identify the
/// cause.
final class LineFeedInspector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Whether the first line of the response ended with a bare line feed.
    private(set) var isBare = false
    private var awaitsLine = false
    private var lastByte: UInt8?

    /// Records that a request was written and a response head is expected.
    func expectHead() {
        (awaitsLine, isBare, lastByte) = (true, false, nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if awaitsLine {
            let bytes = unwrapInboundIn(data).readableBytesView
            if let feed = bytes.firstIndex(of: 0x0A) {
                awaitsLine = false
                isBare = (feed > bytes.startIndex ? bytes[feed - 1] : lastByte) != 0x0D
            } else {
                lastByte = bytes.last ?? lastByte
            }
        }
        context.fireChannelRead(data)
    }
}
