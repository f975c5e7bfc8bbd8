/// Why the local model cannot be installed, started or stopped.
public struct LocalModelError: Error, Sendable, Hashable {
    /// What kind of failure it is; further kinds may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case pythonMissing, venvMissing, diskFull, networkUnavailable, noPackageForPlatform, installFailed
            case directoryUnusable, invalidOption, notInstalled, modelFileInvalid, portInUse, otherServerRunning
            case startFailed, startTimedOut, stopFailed
        }

        private let kind: Kind

        private init(_ kind: Kind) { self.kind = kind }

        /// No Python that is new enough is on the PATH.
        public static let pythonMissing = Code(.pythonMissing)
        /// Python is there, but its module for virtual environments is not.
        public static let venvMissing = Code(.venvMissing)
        /// There is not enough room on the disk, or it ran full; `neededBytes` and `availableBytes` say more.
        public static let diskFull = Code(.diskFull)
        /// The package index cannot be reached.
        public static let networkUnavailable = Code(.networkUnavailable)
        /// The package index has no package for this machine or this Python.
        public static let noPackageForPlatform = Code(.noPackageForPlatform)
        /// The installation failed for another reason; `details` holds what was said.
        public static let installFailed = Code(.installFailed)
        /// The data directory cannot be made or written.
        public static let directoryUnusable = Code(.directoryUnusable)
        /// An option is out of its range.
        public static let invalidOption = Code(.invalidOption)
        /// Nothing is installed yet that could serve the model.
        public static let notInstalled = Code(.notInstalled)
        /// The model file is missing, unreadable or not in the GGUF format.
        public static let modelFileInvalid = Code(.modelFileInvalid)
        /// Another program listens on the port that was asked for; `port` names it.
        public static let portInUse = Code(.portInUse)
        /// A local server with another model or port than asked for is running.
        public static let otherServerRunning = Code(.otherServerRunning)
        /// The server ended while starting; `details` holds the end of its log.
        public static let startFailed = Code(.startFailed)
        /// The server did not answer in time; `details` holds the end of its log.
        public static let startTimedOut = Code(.startTimedOut)
        /// The server did not end when told to.
        public static let stopFailed = Code(.stopFailed)

        /// The name of the kind, such as `portInUse`.
        public var description: String { kind.rawValue }

        /// Finds a kind by its name, for reading back what another process wrote.
        init?(name: String) {
            guard let kind = Kind(rawValue: name) else { return nil }
            self.kind = kind
        }
    }

    /// What kind of failure it is.
    public var code: Code
    /// What failed, as a part of a sentence.
    public var failure: String
    /// What to do now, as a part of a sentence.
    public var nextStep: String
    /// What pip or the server said, over several lines; empty when they said nothing of use.
    public var details: String
    /// The free space that is needed, in bytes, with `diskFull`.
    public var neededBytes: Int64?
    /// The free space there is, in bytes, with `diskFull`.
    public var availableBytes: Int64?
    /// The port in question, with `portInUse`.
    public var port: Int?

    init(_ code: Code, _ failure: String, next nextStep: String, details: String = "") {
        self.code = code
        self.failure = failure
        self.nextStep = nextStep
        self.details = details
    }
}

extension LocalModelError: CustomStringConvertible {
    /// One line: what failed, a colon, and what to do now.
    public var description: String { "\(failure): \(nextStep)" }
}
