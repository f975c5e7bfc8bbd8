internal import NIOCore

/// The head of a response has line feeds without carriage returns.
struct BareLineFeedError: Error {
    var underlying: any Error
}

/// Looks at the first line of each response before it is parsed: the parser refuses a bare line feed without naming it.
final class LineFeedInspector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Whether the first line of the response ended with a bare line feed.
    private(set) var isBare = false
    private var awaitsLine = false
    private var lastByte: UInt8?

    /// Notes that a request is written, so that another head follows.
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
