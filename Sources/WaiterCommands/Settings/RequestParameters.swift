package import Waiter
internal import WaiterConversation
internal import WaiterModels

/// The request parameters that `-o` accepts, with their types.
package enum RequestParameters {
    package enum Kind: Sendable {
        case number(ClosedRange<Double>)
        case integer(ClosedRange<Int>)
        case bool
        case text
        /// Any JSON value.
        case json

        /// Returns whether a JSON value has this type.
        ///
        /// Null is always accepted and represents the server's default.
        func accepts(_ value: JSONValue) -> Bool {
            if value.isNull { return true }
            return switch self {
            case .number(let range): value.doubleValue.map(range.contains) ?? false
            case .integer(let range): value.intValue.map(range.contains) ?? false
            case .bool: value.boolValue != nil
            case .text: value.stringValue != nil
            case .json: true
            }
        }

        var expected: String {
            switch self {
            case .number(let range): "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
            case .integer(let range) where range == .min ... .max: "an integer"
            case .integer(let range) where range.upperBound == .max: "an integer of at least \(range.lowerBound)"
            case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
            case .bool: "true or false"
            case .text: "a string"
            case .json: "JSON"
            }
        }
    }

    /// OpenAI's parameters for chat completions and the Responses API, followed by the sampling parameters that
    /// llama.cpp, vLLM and Ollama have in common.
    package static let kinds: [String: Kind] = [
        "audio": .json, "frequency_penalty": .number(-2...2), "logit_bias": .json, "logprobs": .bool,
        "max_completion_tokens": .integer(1 ... .max), "max_tokens": .integer(1 ... .max), "metadata": .json,
        "modalities": .json, "moderation": .json, "n": .integer(1...128), "parallel_tool_calls": .bool,
        "prediction": .json, "presence_penalty": .number(-2...2), "prompt_cache_key": .text,
        "prompt_cache_options": .json, "prompt_cache_retention": .text, "reasoning_effort": .text,
        "response_format": .json, "safety_identifier": .text, "seed": .integer(.min ... .max), "service_tier": .text,
        "stop": .json, "store": .bool, "stream_options": .json, "temperature": .number(0...2), "tool_choice": .json,
        "tools": .json, "top_logprobs": .integer(0...20), "top_p": .number(0...1), "user": .text, "verbosity": .text,
        "web_search_options": .json,
        "context_management": .json, "include": .json, "max_tool_calls": .integer(0 ... .max), "reasoning": .json,
        "truncation": .text,
        "min_p": .number(0...1), "repeat_penalty": .number(0...10), "repetition_penalty": .number(0...10),
        "top_k": .integer(-1 ... .max), "typical_p": .number(0...1),
    ]

    /// The parameters that only chat completions support.
    static let onlyInChat: Set<String> = [
        "audio", "frequency_penalty", "logit_bias", "modalities", "n", "prediction", "presence_penalty", "seed", "stop",
    ]

    /// The parameters that only the Responses API supports.
    static let onlyInResponses: Set<String> = [
        "context_management", "include", "max_tool_calls", "reasoning", "truncation",
    ]

    private static let limitNames = ["max_tokens", "max_completion_tokens"]

    /// Sets a field of a request.
    ///
    /// Setting one of the two token limit parameters removes the other, so that a request never has both.
    package static func set(_ name: String, _ value: JSONValue, in fields: inout JSONObject) {
        if limitNames.contains(name) { for other in limitNames { fields[other] = nil } }
        fields[name] = value
    }

    /// Parses `NAME=VALUE` from the command line.
    ///
    /// A name that starts with `+` is not validated.
    ///
    /// - Throws: `CommandFailure` for an unknown name or a value of the wrong type.
    package static func parse(_ text: String) throws -> (name: String, value: JSONValue) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw CommandFailure.usage("-o requires a name and a value", nextStep: "for example: -o temperature 0.2")
        }
        let name = String(text[..<equals])
        let value = String(text[text.index(after: equals)...])
        if name.hasPrefix("+"), name.count > 1 {
            return (String(name.dropFirst()), (try? JSONValue(jsonText: value)) ?? .string(value))
        }
        let wireName = name.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "_")
        guard let kind = kinds[wireName] else {
            let nearest = NearestName.find(wireName, in: kinds.keys.sorted()).map { "did you mean '\($0)'? " } ?? ""
            throw CommandFailure.usage(
                "unknown request option '\(name)'",
                nextStep: "\(nearest)to set any other field: -o +\(name) VALUE"
            )
        }
        guard let parsed = Self.value(value, kind) else {
            throw CommandFailure.usage(
                "invalid value '\(value)' for \(wireName)",
                nextStep: "expected \(kind.expected)"
            )
        }
        return (wireName, parsed)
    }

    private static func value(_ text: String, _ kind: Kind) -> JSONValue? {
        let json = try? JSONValue(jsonText: text)
        switch kind {
        case .number(let range):
            guard let number = json?.doubleValue, range.contains(number) else { return nil }
            return json
        case .integer(let range):
            guard let number = json?.intValue, range.contains(number) else { return nil }
            return .integer(Int64(number))
        case .bool: return json?.boolValue.map { .bool($0) }
        case .text: return .string(text)
        case .json: return json ?? word(text)
        }
    }

    /// Treats unquoted text as a string, as in `-o stop END` and `-o tool_choice none`.
    ///
    /// Text that begins with `{`, `[` or `"` but is not valid JSON is rejected rather than treated as a string.
    private static func word(_ text: String) -> JSONValue? {
        guard let first = text.first, !"{[\"".contains(first) else { return Optional.none }
        return .string(text)
    }
}
