/// An accumulator that stores the last image of a stream.
struct ImageStreamAccumulator: StreamAccumulator {
    private(set) var snapshot: ImageStreamEvent?
    private(set) var isComplete = false
    private var usage: MediaUsage?
    /// The number of complete images.
    private var count = 0

    var hasContent: Bool { snapshot != nil || isComplete }
    /// The size of the content, which is always reported as 0. Only one image is stored at a time, regardless of the
    /// number of events.
    var contentBytes: Int? { 0 }

    mutating func append(_ event: ImageStreamEvent) {
        if event.isCompleted || event.isPartial { snapshot = event }
        appendWithoutContent(event)
    }

    mutating func appendWithoutContent(_ event: ImageStreamEvent) {
        usage = event.usage ?? usage
        guard event.isCompleted else { return }
        isComplete = true
        count += event.images.count
    }

    var metadata: ResponseMetadata {
        ResponseMetadata(MetadataValues(usage: usage?.imageCounts, imageCount: count, hasOutput: hasContent))
    }
}

extension OpenAIError {
    /// The last partial image of an interrupted image stream. The value is `nil` if no image was received or if the
    /// request was sent to another endpoint.
    public var partialImage: GeneratedImage? { (partial?.value as? ImageStreamEvent)?.image }
}

extension MediaUsage {
    /// The token usage of a generated image. Output tokens count as image tokens unless the server reports otherwise.
    var imageCounts: TokenUsage? {
        guard var counts else { return nil }
        var output = counts.output ?? TokenUsage.OutputDetails()
        if output.imageTokens == nil { output.imageTokens = max(0, counts.outputTokens - (output.textTokens ?? 0)) }
        counts.output = output
        return counts
    }
}
