/// An accumulator that detects streams that ended normally but contain no valid answer.
package protocol StreamFailureReporting {
    /// The error for the accumulated elements, or `nil` if they form a valid answer.
    var failure: OpenAIError? { get }
}
