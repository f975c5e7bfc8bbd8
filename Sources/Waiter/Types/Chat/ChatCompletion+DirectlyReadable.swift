extension ChatCompletion: DirectlyReadable {
    package static func read(_ bytes: [UInt8]) -> ChatCompletion? {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer, budget: JSONBudget.of(byteCount: buffer.count))
            return try? ChatCompletion(&reader)
        }
    }

    private init(_ reader: inout JSONReader) throws {
        self.init(choices: [])
        var hasChoices = false
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "id": id = try reader.plainText() ?? ""
            case "object": object = try reader.plainText() ?? Self.objectName
            case "created": created = try reader.plainInteger()
            case "model": model = try reader.plainText() ?? ""
            case "choices":
                choices = try Choice.list(&reader)
                hasChoices = true
            case "usage": usage = try CompletionUsage(&reader)
            case "service_tier": serviceTier = try reader.plainWord()
            case "system_fingerprint": systemFingerprint = try reader.plainText()
            case "error", "metadata", "moderation": _ = try reader.nothing() as Int?
            case "citations": try reader.nothingOrEmpty()
            default: try reader.skipValue()
            }
        }
        guard hasChoices, reader.isAtEnd() else { throw OutOfTheOrdinary() }
    }
}

extension ChatCompletion.Choice {
    fileprivate static func list(_ reader: inout JSONReader) throws -> [Self] {
        try reader.elements { try Self(&$0, position: $1) }
    }

    private init(_ reader: inout JSONReader, position: Int) throws {
        var message: ChatCompletion.Message?
        self.init(index: position, message: ChatCompletion.Message(), finishReason: nil)
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "index": index = try reader.plainInteger() ?? position
            case "message": message = try ChatCompletion.Message(&reader)
            case "finish_reason": finishReason = try reader.plainWord()
            case "logprobs": logprobs = try ChatLogprobs(&reader)
            case "error": error = try reader.nothing()
            default: try reader.skipValue()
            }
        }
        guard let message else { throw OutOfTheOrdinary() }
        self.message = message
    }
}

extension ChatCompletion.Message {
    fileprivate init(_ reader: inout JSONReader) throws {
        self.init()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "role": role = try reader.plainWord() ?? .assistant
            case "content": content = try reader.plainText()
            case "refusal": refusal = try reader.plainText()
            case "tool_calls": toolCalls = try ToolCall.functionCalls(&reader)
            case "annotations", "images", "reasoning_details": try reader.nothingOrEmpty()
            case "reasoning_content", "reasoning":
                // If both have text, the first name wins regardless of order: left to `Decodable`.
                let text = try reader.plainText()
                if reasoning != nil { throw OutOfTheOrdinary() }
                reasoning = text
            case "audio", "function_call": _ = try reader.nothing() as Int?
            default: try reader.skipValue()
            }
        }
    }
}

extension ToolCall {
    /// Reads function calls; calls of any other kind are left to `Decodable`.
    fileprivate static func functionCalls(_ reader: inout JSONReader) throws -> [ToolCall] {
        guard reader.peek() == UInt8(ascii: "[") else { return try reader.nothing() ?? [] }
        var calls: [ToolCall] = []
        var first = true
        try reader.beginArray()
        while try reader.nextElement(first: &first) {
            try reader.charge(2 * MemoryLayout<ToolCall>.stride)
            calls.append(.function(try Function(&reader)))
        }
        return calls
    }
}

extension ToolCall.Function {
    fileprivate init(_ reader: inout JSONReader) throws {
        var function: FunctionCall?
        self.init(id: "", function: FunctionCall(name: "", arguments: ""))
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "id": id = try reader.plainText() ?? ""
            case "type": guard try reader.plainText() == "function" else { throw OutOfTheOrdinary() }
            case "function": function = try FunctionCall(&reader)
            case "custom": throw OutOfTheOrdinary()
            default: try reader.skipValue()
            }
        }
        guard let function else { throw OutOfTheOrdinary() }
        self.function = function
    }
}

extension FunctionCall {
    fileprivate init(_ reader: inout JSONReader) throws {
        self.init(name: "", arguments: "")
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "name": name = try reader.plainText() ?? ""
            case "arguments": arguments = try reader.plainText() ?? ""
            default: try reader.skipValue()
            }
        }
    }
}

extension CompletionUsage {
    /// Reads usage in its common form; `nil` for null.
    ///
    /// Throws for anything else, which is left to `init(from:)`.
    init?(_ reader: inout JSONReader) throws {
        if try reader.readNull() { return nil }
        var total: Int?
        self.init()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "prompt_tokens": promptTokens = try reader.plainInteger() ?? 0
            case "completion_tokens": completionTokens = try reader.plainInteger() ?? 0
            case "total_tokens": total = try reader.plainInteger()
            case "prompt_tokens_details": promptTokensDetails = try PromptTokensDetails(&reader)
            case "completion_tokens_details": completionTokensDetails = try CompletionTokensDetails(&reader)
            case "cost", "input_tokens", "output_tokens": throw OutOfTheOrdinary()
            default: try reader.skipValue()
            }
        }
        guard let total else { throw OutOfTheOrdinary() }
        totalTokens = total
    }
}

extension CompletionUsage.PromptTokensDetails {
    fileprivate init?(_ reader: inout JSONReader) throws {
        if try reader.readNull() { return nil }
        self.init()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "audio_tokens": audioTokens = try reader.plainInteger()
            case "cached_tokens": cachedTokens = try reader.plainInteger()
            case "cache_write_tokens": cacheWriteTokens = try reader.plainInteger()
            case "image_tokens": imageTokens = try reader.plainInteger()
            case "text_tokens": textTokens = try reader.plainInteger()
            default: try reader.skipValue()
            }
        }
    }
}

extension CompletionUsage.CompletionTokensDetails {
    fileprivate init?(_ reader: inout JSONReader) throws {
        if try reader.readNull() { return nil }
        self.init()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "accepted_prediction_tokens": acceptedPredictionTokens = try reader.plainInteger()
            case "audio_tokens": audioTokens = try reader.plainInteger()
            case "reasoning_tokens": reasoningTokens = try reader.plainInteger()
            case "rejected_prediction_tokens": rejectedPredictionTokens = try reader.plainInteger()
            case "text_tokens": textTokens = try reader.plainInteger()
            default: try reader.skipValue()
            }
        }
    }
}
