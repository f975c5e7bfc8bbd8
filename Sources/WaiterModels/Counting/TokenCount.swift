/// A number of tokens and its exactness.
public struct TokenCount: Sendable, Hashable {
    /// The exactness of a count.
    public enum Exactness: String, Sendable, Hashable {
        /// The server will count the same number.
        case exact
        /// The server might count a different number. `reasons` explains why.
        case approximate
    }

    /// The total number of tokens.
    public private(set) var tokens = 0
    /// The number of tokens in text: contents, names and arguments.
    public private(set) var text = 0
    /// The number of tokens that frame messages: roles and separators.
    public private(set) var frames = 0
    /// The number of tokens in definitions: tools and the response schema.
    public private(set) var definitions = 0
    /// The number of tokens for images.
    public private(set) var images = 0
    /// The reasons why the count is not exact, one sentence each. The array is empty for an exact count.
    public private(set) var reasons: [String] = []

    /// The exactness, which is `approximate` if there are any `reasons`.
    public var exactness: Exactness { reasons.isEmpty ? .exact : .approximate }

    /// Whether the server will count the same number.
    public var isExact: Bool { reasons.isEmpty }

    /// Creates a count that consists only of text.
    public init(text tokens: Int = 0, reasons: [String] = []) {
        self.tokens = tokens
        text = tokens
        self.reasons = reasons
    }

    mutating func addText(_ tokens: Int) {
        self.tokens += tokens
        text += tokens
    }

    mutating func addFrames(_ tokens: Int) {
        self.tokens += tokens
        frames += tokens
    }

    mutating func addDefinitions(_ tokens: Int) {
        self.tokens += tokens
        definitions += tokens
    }

    mutating func addImage(_ tokens: Int) {
        self.tokens += tokens
        images += tokens
    }

    /// Adds a reason unless it is already present.
    mutating func note(_ reason: String) {
        if !reasons.contains(reason) { reasons.append(reason) }
    }
}
