extension ChatCompletionRequest: DirectlyWritable {
    /// Writes the request if it has only text messages and common parameters, and returns whether the request was
    /// written.
    package func write(to writer: inout JSONWriter) -> Bool {
        guard hasUsualParametersOnly else { return false }
        let start = writer.bytes.count
        writer.writeRaw(#"{"model":"#)
        writer.write(model)
        writer.writeRaw(#","messages":["#)
        for (place, message) in messages.enumerated() {
            if place > 0 { writer.writeRaw(",") }
            guard message.write(to: &writer) else {
                writer.bytes.removeSubrange(start...)
                return false
            }
        }
        writer.writeRaw("]")
        writer.writeIfPresent(#","temperature":"#, temperature)
        writer.writeIfPresent(#","top_p":"#, topP)
        writer.writeIfPresent(#","max_completion_tokens":"#, maxCompletionTokens)
        writer.writeIfPresent(#","max_tokens":"#, maxTokens)
        writer.writeIfPresent(#","n":"#, n)
        writer.writeIfPresent(#","seed":"#, seed)
        writer.writeIfPresent(#","stream":"#, stream)
        if let options = streamOptions {
            writer.writeRaw(#","stream_options":{"#)
            writer.writeIfPresent(#""include_usage":"#, options.includeUsage)
            let comma = options.includeUsage != nil
            let obfuscation: StaticString =
                comma ? #","include_obfuscation":"# : #""include_obfuscation":"#
            writer.writeIfPresent(obfuscation, options.includeObfuscation)
            writer.writeRaw("}")
        }
        writer.writeRaw("}")
        return true
    }

    /// Whether `write(to:)` supports all parameters that are set.
    private var hasUsualParametersOnly: Bool {
        // JSON cannot represent infinity or NaN. The `Encodable` implementation throws an error for these values.
        guard temperature?.isFinite ?? true, topP?.isFinite ?? true else { return false }
        return tools == nil && !hasUncommonParameters
    }
}

extension JSONWriter {
    fileprivate mutating func writeIfPresent(_ key: StaticString, _ value: Double?) {
        guard let value else { return }
        writeRaw(key)
        write(value)
    }

    fileprivate mutating func writeIfPresent(_ key: StaticString, _ value: Int?) {
        guard let value else { return }
        writeRaw(key)
        write(value)
    }

    fileprivate mutating func writeIfPresent(_ key: StaticString, _ value: Bool?) {
        guard let value else { return }
        writeRaw(key)
        write(value)
    }
}
