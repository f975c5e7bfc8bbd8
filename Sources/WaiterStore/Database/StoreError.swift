package import WaiterPlatform

/// Why the ledger cannot do what it was asked.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case damaged, tooNew, notALedger, notWritable, noDirectory, untrusted, diskFull, busy, inputOutput
            case unknownConversation, ambiguousID, unknownTurn, notImportable
        }
        private let kind: Kind

        /// The file is a database, but parts of it cannot be read.
        public static let damaged = Code(kind: .damaged)
        /// A newer version of Waiter wrote the file.
        public static let tooNew = Code(kind: .tooNew)
        /// The file is something else.
        public static let notALedger = Code(kind: .notALedger)
        /// The file or its directory cannot be written, for want of permission.
        public static let notWritable = Code(kind: .notWritable)
        /// The directory of the file does not exist; it is not created, since the path may be mistyped.
        public static let noDirectory = Code(kind: .noDirectory)
        /// Another user owns the file or one that SQLite keeps beside it, and could have put anything into it.
        public static let untrusted = Code(kind: .untrusted)
        /// There is no room left.
        public static let diskFull = Code(kind: .diskFull)
        /// Other processes held the file for longer than anyone should wait.
        public static let busy = Code(kind: .busy)
        /// The system could not read or write.
        public static let inputOutput = Code(kind: .inputOutput)
        /// No conversation has that ID.
        public static let unknownConversation = Code(kind: .unknownConversation)
        /// Several conversations have IDs that begin so.
        public static let ambiguousID = Code(kind: .ambiguousID)
        /// The conversation has no such turn.
        public static let unknownTurn = Code(kind: .unknownTurn)
        /// What was to be imported is nothing that is known here.
        public static let notImportable = Code(kind: .notImportable)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// What kind of failure it is.
    public let code: Code
    /// What is wrong, in one line; it holds nothing of what was said.
    public let message: String
    /// What mends it, where something does.
    public let remedy: String?
    /// For `ambiguousID`, the IDs that begin so; at most ten.
    public var candidates: [String] = []

    init(_ code: Code, _ message: String, remedy: String? = nil, candidates: [String] = []) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.candidates = candidates
    }

    /// A file that may not be looked at.
    package static func unreadable(_ path: String, _ reason: String) -> StoreError {
        StoreError(.notWritable, "cannot read \(path) (\(reason))")
    }

    /// A file or directory that cannot be used, or that another user could have changed.
    package init(_ error: FileSystemError) {
        if let distrust = error.distrust {
            self.init(.untrusted, distrust, remedy: error.remedy)
        } else {
            let code: Code = error.isDiskFull ? .diskFull : .notWritable
            self.init(code, "cannot \(error.operation) \(error.path) (\(systemMessage(error.number)))")
        }
    }

    /// The code, the message and the remedy, in one line.
    public var description: String {
        "\(code): \(message)" + (remedy.map { ": \($0)" } ?? "")
    }
}
