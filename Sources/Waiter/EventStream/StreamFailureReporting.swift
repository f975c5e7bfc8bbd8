/// An accumulator that knows when its elements are no answer although the stream ended in order.
package protocol StreamFailureReporting {
    /// Why the elements are no answer; nil when they are one.
    var failure: OpenAIError? { get }
}
