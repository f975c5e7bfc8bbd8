/// The precomputed bytes that the server sends.
///
/// The responses have the same format as OpenAI's and approximately the same length. A completion is 1 kB long, and a
/// stream chunk is 290 bytes long.
struct Answers: Sendable {
    let completion: [UInt8]
    let streamHead: [UInt8]
    /// A transfer-encoding chunk of about 32 kB, with `eventsPerBlock` events.
    let block: [UInt8]
    let eventsPerBlock: Int
    let streamEnd: [UInt8]
    private let events: [[UInt8]]

    init() {
        completion = Self.response(to: Self.completionBody)
        let fields = "content-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n"
        streamHead = Array(("HTTP/1.1 200 OK\r\n" + fields + Self.commonFields + "\r\n").utf8)
        events = Self.words.map { Self.event(delta: #"{"content":"\#($0)"}"#, reason: "null") }
        eventsPerBlock = 120
        block = Self.framed(Self.joined(events, count: 120))
        let last = Self.event(delta: "{}", reason: #""stop""#)
        streamEnd = Self.framed(last + Array("data: [DONE]\n\n".utf8)) + Array("0\r\n\r\n".utf8)
    }

    /// Returns a chunk with fewer events than a block.
    func block(of count: Int) -> [UInt8] {
        count == 0 ? [] : Self.framed(Self.joined(events, count: count))
    }

    private static func joined(_ events: [[UInt8]], count: Int) -> [UInt8] {
        (0..<count).flatMap { events[$0 % events.count] }
    }

    private static func framed(_ bytes: [UInt8]) -> [UInt8] {
        Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
    }

    private static let commonFields = [
        "date: Mon, 23 Nov 2026 10:00:00 GMT",
        "openai-processing-ms: 321",
        "openai-version: 2020-10-01",
        "x-request-id: req_0123456789abcdef0123456789abcdef",
        "x-ratelimit-limit-requests: 10000000",
        "x-ratelimit-remaining-requests: 9999999",
        "x-ratelimit-reset-requests: 6ms",
    ].map { $0 + "\r\n" }.joined()

    private static func response(to body: String) -> [UInt8] {
        let fields = "content-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n"
        return Array(("HTTP/1.1 200 OK\r\n" + fields + commonFields + "\r\n" + body).utf8)
    }

    private static func event(delta: String, reason: String) -> [UInt8] {
        let start = #"data: {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","#
        let middle = #""created":1741570283,"model":"gpt-6.1-sol-2026-08-06","service_tier":"default","#
        let end = #""system_fingerprint":"fp_50cad350e4","choices":[{"index":0,"delta":"#
        return Array((start + middle + end + delta + #","logprobs":null,"finish_reason":"# + reason + "}]}\n\n").utf8)
    }

    private static let words = [
        " The", " walls", " of", " a", " house", " keep", " the", " weather", " out", ",", " and", " the", " warmth",
        " in", ";", " its", " windows", " let", " the", " light", " through", ".", "\\n\\n", " A", " \\\"good\\\"",
        " plan", " knows", " caf\u{E9}s", " too", ".",
    ]

    private static let completionBody = """
        {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion","created":1741569952,\
        "model":"gpt-6.1-sol-2026-08-06","choices":[{"index":0,"message":{"role":"assistant","content":\
        "An API is a contract between two programs: it names what one may ask of the other, in which form, and \
        what comes back.\\n\\nA good one says as little as it can and as much as it must. Its names are those of \
        the trade, its errors tell what to do next, and what it promises today it keeps tomorrow.",\
        "refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":19,\
        "completion_tokens":68,"total_tokens":87,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},\
        "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,\
        "rejected_prediction_tokens":0}},"service_tier":"default","system_fingerprint":"fp_50cad350e4"}
        """
}
