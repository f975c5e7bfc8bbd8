extension ChatChunkParser: StreamEventDecoder {
    @inline(__always)
    package mutating func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> DecodedEvent<ChatCompletionChunk> {
        try parse(data)
    }

    @inline(__always)
    package static func textLength(of chunk: ChatCompletionChunk) -> Int {
        var length = 0
        for choice in chunk.choices {
            length += (choice.delta.content ?? "").utf8.count + (choice.delta.reasoning ?? "").utf8.count
            for call in choice.delta.toolCalls {
                length += (call.function?.arguments ?? "").utf8.count + (call.custom?.input ?? "").utf8.count
            }
            if choice.delta.hasRareFields { length += (choice.delta.refusal ?? "").utf8.count }
        }
        return length
    }

    package mutating func decodeWhole(
        _ body: [UInt8],
        of response: SuccessfulResponse
    ) throws -> ChatCompletionChunk {
        let completion = try JSONResponse.decode(ChatCompletion.self, from: body, of: response)
        return ChatCompletionChunk(try completion.checked(thinkTags, body, response))
    }
}
