package import WaiterPlatform

/// An error thrown by a store.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case damaged, tooNew, notALedger, notWritable, noDirectory, untrusted, diskFull, busy, inputOutput
            case unknownConversation, ambiguousID, unknownTurn, notImportable
            case unknownCollection, vectorMismatch
        }
        private let kind: Kind

        /// The file is a database, but part of it cannot be read.
        public static let damaged = Code(kind: .damaged)
        /// A newer version of Waiter wrote the file.
        public static let tooNew = Code(kind: .tooNew)
        /// The file is not a store.
        public static let notALedger = Code(kind: .notALedger)
        /// Permissions do not allow writing to the file or its directory.
        public static let notWritable = Code(kind: .notWritable)
        /// The directory of the file does not exist. The directory is not created automatically, because the path may
        /// be mistyped.
        public static let noDirectory = Code(kind: .noDirectory)
        /// Another user owns the file or one of SQLite's companion files, and could have modified its content.
        public static let untrusted = Code(kind: .untrusted)
        /// The disk is full.
        public static let diskFull = Code(kind: .diskFull)
        /// The file was locked by other processes, or in use by other work in this process, for too long.
        public static let busy = Code(kind: .busy)
        /// An I/O error occurred.
        public static let inputOutput = Code(kind: .inputOutput)
        /// There is no conversation with that ID.
        public static let unknownConversation = Code(kind: .unknownConversation)
        /// The given prefix or suffix matches the IDs of several conversations.
        public static let ambiguousID = Code(kind: .ambiguousID)
        /// The conversation does not have that turn.
        public static let unknownTurn = Code(kind: .unknownTurn)
        /// There is no embedding collection with that name.
        public static let unknownCollection = Code(kind: .unknownCollection)
        /// A vector cannot be added to a collection or compared with the vectors in the collection. The model or the
        /// number of dimensions differs, or the vector is empty, zero or not finite.
        public static let vectorMismatch = Code(kind: .vectorMismatch)
        /// The data to import has an unknown format.
        public static let notImportable = Code(kind: .notImportable)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// The kind of error.
    public let code: Code
    /// A one-line description, without any message content.
    public let message: String
    /// The suggested remedy, if there is one.
    public let remedy: String?
    /// For `ambiguousID`, at most ten of the matching IDs.
    public var candidates: [String] = []

    init(_ code: Code, _ message: String, remedy: String? = nil, candidates: [String] = []) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.candidates = candidates
    }

    /// Returns the error for a file that cannot be accessed.
    package static func unreadable(_ path: String, _ reason: String) -> StoreError {
        StoreError(.notWritable, "cannot read \(path) (\(reason))")
    }

    /// Returns the error for a database that belongs to another program.
    package static func foreign(_ path: String) -> StoreError {
        StoreError(.notALedger, "\(path) is another program's database", remedy: "move it, or choose another path")
    }

    /// Returns the error for a file that a newer version of Waiter wrote.
    package static func tooNew(_ path: String, version: Int, supported: Int) -> StoreError {
        StoreError(
            .tooNew,
            "a newer version of waiter wrote \(path) (schema \(version); this one supports \(supported))",
            remedy: "update Waiter"
        )
    }

    /// Creates the error for a file or directory that cannot be used, or that another user could have changed.
    package init(_ error: FileSystemError) {
        if let distrust = error.distrust {
            self.init(.untrusted, distrust, remedy: error.remedy)
        } else {
            let code: Code = error.isDiskFull ? .diskFull : .notWritable
            self.init(code, "cannot \(error.operation) \(error.path) (\(systemMessage(error.number)))")
        }
    }

    /// The code, the message and the remedy on one line.
    public var description: String {
        "\(code): \(message)" + (remedy.map { "; \($0)" } ?? "")
    }
}
