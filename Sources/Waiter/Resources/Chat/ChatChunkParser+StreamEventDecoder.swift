extension ChatChunkParser: StreamEventDecoder {
    @inline(__always)
    package mutating func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> DecodedEvent<ChatCompletionChunk> {
        try parse(data)
    }

    package mutating func decodeWhole(
        _ body: [UInt8],
        of response: SuccessfulResponse
    ) throws -> ChatCompletionChunk {
        let completion = try JSONResponse.decode(ChatCompletion.self, from: body, of: response)
        return ChatCompletionChunk(try completion.checked(thinkTags, body, response))
    }
}
