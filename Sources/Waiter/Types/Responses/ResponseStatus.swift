/// The status of a response.
public struct ResponseStatus: ExtensibleEnum {
    /// The response is complete.
    public static let completed = ResponseStatus(rawValue: "completed")
    /// The response was cut off; see `ModelResponse.incompleteReason`.
    public static let incomplete = ResponseStatus(rawValue: "incomplete")
    /// The response failed; see `ModelResponse.error`.
    public static let failed = ResponseStatus(rawValue: "failed")
    /// The response was cancelled.
    public static let cancelled = ResponseStatus(rawValue: "cancelled")
    /// The response is being generated.
    public static let inProgress = ResponseStatus(rawValue: "in_progress")
    /// The response is queued for generation in the background.
    public static let queued = ResponseStatus(rawValue: "queued")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a status from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Whether the status is final.
    public var isFinal: Bool { self != .inProgress && self != .queued }
}
