extension ChatCompletion: DirectlyWritable {
    /// Writes the completion if it contains only text, and returns whether the completion was written. Most stored
    /// completions contain only text.
    package func write(to writer: inout JSONWriter) -> Bool {
        guard choices.allSatisfy(\.isText), metadata == nil, moderation == nil, citations.isEmpty else { return false }
        writer.writeRaw(#"{"id":"#)
        writer.write(id)
        writer.writeRaw(#","object":"#)
        writer.write(object)
        if let created {
            writer.writeRaw(#","created":"#)
            writer.write(created)
        }
        writer.writeRaw(#","model":"#)
        writer.write(model)
        writer.writeRaw(#","choices":["#)
        for (place, choice) in choices.enumerated() {
            if place > 0 { writer.writeRaw(",") }
            choice.writeText(to: &writer)
        }
        writer.writeRaw("]")
        if let usage {
            writer.writeRaw(#","usage":"#)
            _ = usage.write(to: &writer)
        }
        writer.writeIfPresent(#","service_tier":"#, serviceTier?.rawValue)
        writer.writeIfPresent(#","system_fingerprint":"#, systemFingerprint)
        writer.writeRaw("}")
        return true
    }
}

extension ChatCompletion.Choice {
    fileprivate var isText: Bool {
        logprobs == nil && error == nil && message.toolCalls.isEmpty && message.annotations.isEmpty
            && message.images.isEmpty && message.responseItems.isEmpty && message.audio == nil
            && message.functionCall == nil
    }

    fileprivate func writeText(to writer: inout JSONWriter) {
        writer.writeRaw(#"{"index":"#)
        writer.write(index)
        writer.writeRaw(#","message":{"role":"#)
        writer.write(message.role.rawValue)
        writer.writeRaw(#","content":"#)
        writer.write(orNull: message.content)
        writer.writeRaw(#","refusal":"#)
        writer.write(orNull: message.refusal)
        writer.writeIfPresent(#","reasoning_content":"#, message.reasoning)
        writer.writeRaw(#"},"logprobs":null,"finish_reason":"#)
        writer.write(orNull: finishReason?.rawValue)
        writer.writeRaw("}")
    }
}

extension CompletionUsage: DirectlyWritable {
    /// Writes all counts that are present and returns `true`.
    package func write(to writer: inout JSONWriter) -> Bool {
        writer.writeRaw(#"{"prompt_tokens":"#)
        writer.write(promptTokens)
        writer.writeRaw(#","completion_tokens":"#)
        writer.write(completionTokens)
        writer.writeRaw(#","total_tokens":"#)
        writer.write(totalTokens)
        if let details = promptTokensDetails {
            writer.writeRaw(#","prompt_tokens_details":"#)
            writer.writeCounts(
                (#""audio_tokens":"#, details.audioTokens),
                (#""cached_tokens":"#, details.cachedTokens),
                (#""cache_write_tokens":"#, details.cacheWriteTokens),
                (#""image_tokens":"#, details.imageTokens),
                (#""text_tokens":"#, details.textTokens)
            )
        }
        if let details = completionTokensDetails {
            writer.writeRaw(#","completion_tokens_details":"#)
            writer.writeCounts(
                (#""accepted_prediction_tokens":"#, details.acceptedPredictionTokens),
                (#""audio_tokens":"#, details.audioTokens),
                (#""image_tokens":"#, details.imageTokens),
                (#""reasoning_tokens":"#, details.reasoningTokens),
                (#""rejected_prediction_tokens":"#, details.rejectedPredictionTokens),
                (#""text_tokens":"#, details.textTokens)
            )
        }
        if let cost {
            writer.writeRaw(#","cost":"#)
            writer.write(cost)
        }
        writer.writeRaw("}")
        return true
    }
}

extension JSONWriter {
    fileprivate mutating func write(orNull text: String?) {
        if let text { write(text) } else { writeRaw("null") }
    }

    fileprivate mutating func writeIfPresent(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        writeRaw(key)
        write(text)
    }

    /// Writes an object with the counts that are present.
    fileprivate mutating func writeCounts(_ members: (StaticString, Int?)...) {
        writeRaw("{")
        var isFirst = true
        for case (let key, let count?) in members {
            if !isFirst { writeRaw(",") }
            isFirst = false
            writeRaw(key)
            write(count)
        }
        writeRaw("}")
    }
}
