#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension SpeechEvent {
    /// Returns the decoded chunk of audio, or `nil` for events of other types.
    ///
    /// - Throws: `OpenAIError` with code `.invalidResponse` if the chunk is not valid base64.
    public func audioBytes() throws -> [UInt8]? {
        guard type == .audioDelta else { return nil }
        guard let data = audio.flatMap({ Data(base64Encoded: $0) }) else {
            throw OpenAIError(.invalidResponse, "a chunk of audio is not valid base64")
        }
        return Array(data)
    }
}

/// Tracks the completion and usage of a speech stream, without storing the audio.
struct SpeechAccumulator: StreamAccumulator {
    private(set) var hasContent = false
    private(set) var isComplete = false
    private var usage: MediaUsage?

    /// The most recently reported usage.
    var snapshot: MediaUsage? { usage }
    var contentBytes: Int? { 0 }

    mutating func append(_ event: SpeechEvent) {
        usage = event.usage ?? usage
        if event.type == .audioDelta { hasContent = true }
        if event.type == .audioDone { isComplete = true }
    }

    mutating func appendWithoutContent(_ event: SpeechEvent) { append(event) }

    var metadata: ResponseMetadata {
        ResponseMetadata(MetadataValues(usage: usage?.speechCounts, hasOutput: hasContent))
    }
}

extension MediaUsage {
    /// The token usage of generated speech. Output tokens count as audio tokens unless the server reports otherwise.
    var speechCounts: TokenUsage? {
        guard var counts else { return nil }
        if counts.output == nil {
            counts.output = TokenUsage.OutputDetails()
            counts.output?.audioTokens = counts.outputTokens
        }
        return counts
    }
}
