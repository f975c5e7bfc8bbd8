extension TokenUsage {
    /// Parses a `usage` object from chat completions, embeddings or responses. Returns `nil` if the object has no token
    /// counts.
    package init?(json: JSONValue?) {
        guard let json, json.objectValue != nil else { return nil }
        if let input = Self.count(json["input_tokens"]) {
            self.init(
                inputTokens: input,
                outputTokens: Self.count(json["output_tokens"]) ?? 0,
                totalTokens: Self.count(json["total_tokens"])
            )
            // Transcriptions use singular names, such as `input_token_details`.
            self.input = InputDetails(json: json["input_tokens_details"] ?? json["input_token_details"])
            output = OutputDetails(json: json["output_tokens_details"] ?? json["output_token_details"])
            cost = Self.cost(json["cost"])
            return
        }
        let (input, output) = (Self.count(json["prompt_tokens"]), Self.count(json["completion_tokens"]))
        guard input != nil || output != nil else { return nil }
        self.init(
            inputTokens: input ?? 0,
            outputTokens: output ?? 0,
            totalTokens: Self.count(json["total_tokens"])
        )
        self.input = InputDetails(json: json["prompt_tokens_details"])
        self.output = OutputDetails(json: json["completion_tokens_details"])
        cost = Self.cost(json["cost"])
    }

    /// Returns a cost that the server reported as a number or a string. Returns `nil` if the value has another type, or
    /// if the cost is negative or not finite.
    static func cost(_ value: JSONValue?) -> Double? {
        let cost: Double? =
            switch value {
            case .number(let number)?: number
            case .integer(let number)?: Double(number)
            case .string(let text)?: Double(text)
            default: nil
            }
        return cost.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }

    /// Returns a count from an integer, a floating-point number or a string. Floating-point numbers that are out of
    /// range are clamped.
    fileprivate static func count(_ value: JSONValue?) -> Int? {
        switch value {
        case .integer(let count)?: Int(count)
        case .number(let number)?: Int(saturating: number)
        case .string(let text)?: Int(text) ?? Double(text).flatMap(Int.init(exactly:))
        default: nil
        }
    }
}

extension TokenUsage.InputDetails {
    fileprivate init?(json: JSONValue?) {
        guard let json, json.objectValue != nil else { return nil }
        self.init()
        cachedTokens = TokenUsage.count(json["cached_tokens"])
        cacheWriteTokens = TokenUsage.count(json["cache_write_tokens"])
        audioTokens = TokenUsage.count(json["audio_tokens"])
        imageTokens = TokenUsage.count(json["image_tokens"])
        textTokens = TokenUsage.count(json["text_tokens"])
    }
}

extension TokenUsage.OutputDetails {
    fileprivate init?(json: JSONValue?) {
        guard let json, json.objectValue != nil else { return nil }
        self.init()
        reasoningTokens = TokenUsage.count(json["reasoning_tokens"])
        audioTokens = TokenUsage.count(json["audio_tokens"])
        imageTokens = TokenUsage.count(json["image_tokens"])
        textTokens = TokenUsage.count(json["text_tokens"])
        acceptedPredictionTokens = TokenUsage.count(json["accepted_prediction_tokens"])
        rejectedPredictionTokens = TokenUsage.count(json["rejected_prediction_tokens"])
    }
}
