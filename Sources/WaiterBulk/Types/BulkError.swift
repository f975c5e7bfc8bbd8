/// An error in a bulk run.
public struct BulkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidInput, duplicateID, inputChanged, inUse, hasBatches, unknownRun, cancelled, unknownCost,
                leaseLost
        }
        private let kind: Kind

        /// An operation in the input is malformed. See `BulkError.line`.
        public static let invalidInput = Code(kind: .invalidInput)
        /// Two operations have the same ID. See `BulkError.line`.
        public static let duplicateID = Code(kind: .duplicateID)
        /// The input differs from the input that was used to create the run.
        public static let inputChanged = Code(kind: .inputChanged)
        /// Another process is working on the run.
        public static let inUse = Code(kind: .inUse)
        /// The provider is processing batches of the run, so only the engine that created the batches can continue the
        /// run.
        public static let hasBatches = Code(kind: .hasBatches)
        /// There is no run with the given name.
        public static let unknownRun = Code(kind: .unknownRun)
        /// The run was cancelled.
        public static let cancelled = Code(kind: .cancelled)
        /// The maximum cost of an operation is unknown, so a budget cannot be enforced.
        public static let unknownCost = Code(kind: .unknownCost)
        /// The worker did not renew its lease in time, so its rows were given to another worker.
        public static let leaseLost = Code(kind: .leaseLost)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// The kind of error.
    public let code: Code
    /// A one-line description that contains no part of a request or response.
    public let message: String
    /// The line number in the input, starting at 1, or `nil` if the error does not relate to a particular line.
    public let line: Int?

    package init(_ code: Code, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }

    static func hasBatches(_ name: String) -> BulkError {
        BulkError(.hasBatches, "the run '\(name)' has batches in progress at the provider")
    }

    /// The code and the message on one line.
    public var description: String { "\(code): \(message)" }
}
