extension BulkResult {
    /// The reason why a successful response is not accepted as a result.
    public struct Defect: Sendable, Hashable {
        /// The code of the error, such as `schema_violation`.
        public var code: String
        /// The message of the error.
        public var message: String
        /// Whether another attempt would have the same outcome.
        public var isFinal: Bool

        /// Creates a defect.
        public init(code: String, message: String, isFinal: Bool = false) {
            (self.code, self.message, self.isFinal) = (code, message, isFinal)
        }
    }
}
