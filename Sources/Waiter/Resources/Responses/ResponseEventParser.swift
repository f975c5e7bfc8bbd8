/// The decoder for a response stream.
package struct ResponseEventParser: StreamEventDecoder {
    private var reader = ResponseEventReader()
    /// The request's limit on output tokens. It is used if the server does not echo the limit.
    private let maxOutputTokens: Int?

    package init(maxOutputTokens: Int? = nil) {
        self.maxOutputTokens = maxOutputTokens
    }

    package mutating func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> DecodedEvent<ResponseStreamEvent> {
        guard var event = try reader.read(data, name: type) else { return .ignored }
        guard event.hasRareMembers else { return .element(event) }
        if event.type.isTerminal { event.response?.fill(maxOutputTokens: maxOutputTokens) }
        guard let error = event.reportedError else { return .element(event) }
        return .failed(event, error)
    }

    package static func textLength(of event: ResponseStreamEvent) -> Int {
        guard let delta = event.delta, event.type != .audioDelta else { return 0 }
        return delta.utf8.count
    }

    package mutating func decodeWhole(
        _ body: [UInt8],
        of response: SuccessfulResponse
    ) throws -> ResponseStreamEvent {
        let whole = try JSONResponse.decode(ModelResponse.self, from: body, of: response)
        let checked = try whole.checked(maxOutputTokens: maxOutputTokens, body, response)
        var event = ResponseStreamEvent(checked.status == .incomplete ? .incomplete : .completed)
        event.response = checked
        return event
    }
}

extension ModelResponse {
    /// Sets the limit on output tokens if the server did not echo it.
    mutating func fill(maxOutputTokens limit: Int?) {
        guard let limit, members["max_output_tokens"]?.isNull ?? true else { return }
        members["max_output_tokens"] = .integer(Int64(limit))
    }
}
