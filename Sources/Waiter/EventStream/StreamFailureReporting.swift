/// An accumulator that can detect that a stream contains no valid answer although it ended normally.
package protocol StreamFailureReporting {
    /// The error for the accumulated elements, or `nil` if the elements form a valid answer.
    var failure: OpenAIError? { get }
}
