extension JSONSchema {
    /// A part of a value that does not conform to a schema.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// The path of the part, such as `items[0].price`, or an empty string for the whole value.
        public var path: String
        /// The violated keyword, such as `minimum`.
        public var keyword: String
        /// A single-line description of the violated rule, such as `must be at least 0`.
        public var message: String

        /// Creates a violation.
        public init(path: String, keyword: String, message: String) {
            self.path = path
            self.keyword = keyword
            self.message = message
        }

        /// The path and the message, such as `items[0].price: must be at least 0`.
        public var description: String { path.isEmpty ? message : "\(path): \(message)" }
    }
}
