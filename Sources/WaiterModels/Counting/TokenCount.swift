/// A number of tokens, and whether it is certain.
public struct TokenCount: Sendable, Hashable {
    /// What the number is worth.
    public enum Exactness: String, Sendable, Hashable {
        /// The number that the server will count.
        case exact
        /// The server may count more or less; `reasons` says why.
        case approximate
    }

    /// How many tokens there are in all.
    public private(set) var tokens = 0
    /// Those of texts: contents, names, arguments.
    public private(set) var text = 0
    /// Those that frame the messages: roles and separators.
    public private(set) var frames = 0
    /// Those of definitions: tools and the schema of the answer.
    public private(set) var definitions = 0
    /// Those of images.
    public private(set) var images = 0
    /// Why the number is not exact, a sentence each; empty when it is.
    public private(set) var reasons: [String] = []

    /// What the number is worth; `approximate` when there is any reason for doubt.
    public var exactness: Exactness { reasons.isEmpty ? .exact : .approximate }

    /// Whether the server will count the same.
    public var isExact: Bool { reasons.isEmpty }

    /// A count of nothing but text.
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

    /// Notes a reason, once.
    mutating func note(_ reason: String) {
        if !reasons.contains(reason) { reasons.append(reason) }
    }
}
