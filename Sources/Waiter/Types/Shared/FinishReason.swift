/// Why the model stopped writing.
///
/// `outcome` says what a reason means for the answer, whichever word its server has for it.
public struct FinishReason: ExtensibleEnum {
    /// The answer came to its natural end, or to a stop sequence.
    public static let stop = FinishReason(rawValue: "stop")
    /// The limit of tokens was reached; the answer is truncated.
    public static let length = FinishReason(rawValue: "length")
    /// The model waits for the results of the tools that it called.
    public static let toolCalls = FinishReason(rawValue: "tool_calls")
    /// A filter removed content.
    public static let contentFilter = FinishReason(rawValue: "content_filter")
    /// The model called a function; deprecated in favour of `toolCalls`.
    public static let functionCall = FinishReason(rawValue: "function_call")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Creates a reason from the text that stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
