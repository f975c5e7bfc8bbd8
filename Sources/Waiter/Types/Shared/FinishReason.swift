/// The reason a model stopped generating.
///
/// Servers use different names for the same reason. The `outcome` property maps these names to a common meaning.
public struct FinishReason: ExtensibleEnum {
    /// The model reached a natural end or a stop sequence.
    public static let stop = FinishReason(rawValue: "stop")
    /// The token limit was reached, and the answer is truncated.
    public static let length = FinishReason(rawValue: "length")
    /// The model called tools and is waiting for their results.
    public static let toolCalls = FinishReason(rawValue: "tool_calls")
    /// Content was removed by a content filter.
    public static let contentFilter = FinishReason(rawValue: "content_filter")
    /// The model called a function; deprecated in favor of `toolCalls`.
    public static let functionCall = FinishReason(rawValue: "function_call")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a reason from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
