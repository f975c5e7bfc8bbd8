/// An accumulator that detects a stream that ended normally but contains no valid answer.
package protocol StreamFailureReporting {
    /// The error for the accumulated elements; `nil` for a valid answer.
    var failure: OpenAIError? { get }
}
