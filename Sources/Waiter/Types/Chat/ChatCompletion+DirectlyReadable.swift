extension ChatCompletion: DirectlyReadable {
    package static func read(_ bytes: [UInt8]) -> ChatCompletion? {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer, budget: JSONBudget.of(byteCount: buffer.count))
            return try? ChatCompletion(&reader)
        }
    }

    private init(_ reader: inout JSONReader) throws {
        var members = Members()
        var hasChoices = false
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "id": members.id = try reader.readOptionalString() ?? ""
            case "object": members.object = try reader.readOptionalString() ?? Self.objectName
            case "created": members.created = try reader.readOptionalInteger()
            case "model": members.model = try reader.readOptionalString() ?? ""
            case "choices":
                members.choices = try Choice.list(&reader)
                hasChoices = true
            case "usage": members.usage = try CompletionUsage(&reader)
            case "service_tier": members.serviceTier = try reader.readEnum()
            case "system_fingerprint": members.systemFingerprint = try reader.readOptionalString()
            case "error", "metadata", "moderation": _ = try reader.expectNull() as Int?
            case "citations": try reader.expectNullOrEmptyArray()
            default: try reader.skipValue()
            }
        }
        guard hasChoices, reader.isAtEnd() else { throw UncommonDocument() }
        self.init(members)
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
            case "index": index = try reader.readOptionalInteger() ?? position
            case "message": message = try ChatCompletion.Message(&reader)
            case "finish_reason": finishReason = try reader.readEnum()
            case "logprobs": logprobs = try ChatLogprobs(&reader)
            case "error": error = try reader.expectNull()
            default: try reader.skipValue()
            }
        }
        guard let message else { throw UncommonDocument() }
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
            case "role": role = try reader.readEnum() ?? .assistant
            case "content": content = try reader.readOptionalString()
            case "refusal": refusal = try reader.readOptionalString()
            case "tool_calls": toolCalls = try ToolCall.functionCalls(&reader)
            case "annotations", "images", "reasoning_details", "response_items": try reader.expectNullOrEmptyArray()
            case "reasoning_content", "reasoning":
                // If both `reasoning_content` and `reasoning` contain text, the former is used, regardless of the order
                // of the two members. The `Decodable` implementation handles this case.
                let text = try reader.readOptionalString()
                if reasoning != nil { throw UncommonDocument() }
                reasoning = text
            case "audio", "function_call": _ = try reader.expectNull() as Int?
            default: try reader.skipValue()
            }
        }
    }
}

extension ToolCall {
    /// Reads function calls. The `Decodable` implementation handles calls of any other type.
    fileprivate static func functionCalls(_ reader: inout JSONReader) throws -> [ToolCall] {
        guard reader.peek() == UInt8(ascii: "[") else { return try reader.expectNull() ?? [] }
        var calls: [ToolCall] = []
        var first = true
        try reader.beginArray()
        while try reader.nextElement(first: &first) {
            try reader.charge(5 * MemoryLayout<ToolCall>.stride / 2)
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
            case "id": id = try reader.readOptionalString() ?? ""
            case "type": guard try reader.readOptionalString() == "function" else { throw UncommonDocument() }
            case "function": function = try FunctionCall(&reader)
            case "custom": throw UncommonDocument()
            default: try reader.skipValue()
            }
        }
        guard let function else { throw UncommonDocument() }
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
            case "name": name = try reader.readOptionalString() ?? ""
            case "arguments": arguments = try reader.readOptionalString() ?? ""
            default: try reader.skipValue()
            }
        }
    }
}

extension CompletionUsage {
    /// Reads usage in its most common format. Returns `nil` for null.
    ///
    /// If the format is different, this initializer throws an error, and `init(from:)` decodes the usage instead.
    init?(_ reader: inout JSONReader) throws {
        if try reader.readNull() { return nil }
        var total: Int?
        self.init()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "prompt_tokens": promptTokens = try reader.readOptionalInteger() ?? 0
            case "completion_tokens": completionTokens = try reader.readOptionalInteger() ?? 0
            case "total_tokens": total = try reader.readOptionalInteger()
            case "prompt_tokens_details": promptTokensDetails = try PromptTokensDetails(&reader)
            case "completion_tokens_details": completionTokensDetails = try CompletionTokensDetails(&reader)
            case "cost", "input_tokens", "output_tokens": throw UncommonDocument()
            default: try reader.skipValue()
            }
        }
        guard let total else { throw UncommonDocument() }
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
            case "audio_tokens": audioTokens = try reader.readOptionalInteger()
            case "cached_tokens": cachedTokens = try reader.readOptionalInteger()
            case "cache_write_tokens": cacheWriteTokens = try reader.readOptionalInteger()
            case "image_tokens": imageTokens = try reader.readOptionalInteger()
            case "text_tokens": textTokens = try reader.readOptionalInteger()
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
            case "accepted_prediction_tokens": acceptedPredictionTokens = try reader.readOptionalInteger()
            case "audio_tokens": audioTokens = try reader.readOptionalInteger()
            case "image_tokens": imageTokens = try reader.readOptionalInteger()
            case "reasoning_tokens": reasoningTokens = try reader.readOptionalInteger()
            case "rejected_prediction_tokens": rejectedPredictionTokens = try reader.readOptionalInteger()
            case "text_tokens": textTokens = try reader.readOptionalInteger()
            default: try reader.skipValue()
            }
        }
    }
}
