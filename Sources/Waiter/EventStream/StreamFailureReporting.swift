/// An accumulator that detects streams that ended normally but contain no valid answer.
package protocol StreamFailureReporting {
    /// The error for the accumulated elements; `nil` for a valid answer.
    var failure: OpenAIError? { get }
}
