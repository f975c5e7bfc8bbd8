/// An error that occurred while installing, starting or stopping the local model.
public struct LocalModelError: Error, Sendable, Hashable {
    /// The kind of error. New kinds may be added in future versions.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case pythonMissing, venvMissing, diskFull, networkUnavailable, noPackageForPlatform, installFailed
            case directoryUnusable, invalidOption, notInstalled, modelFileInvalid, portInUse, otherServerRunning
            case startFailed, startTimedOut, stopFailed
        }

        private let kind: Kind

        private init(_ kind: Kind) { self.kind = kind }

        /// PATH contains no Python that is recent enough.
        public static let pythonMissing = Code(.pythonMissing)
        /// Python is available, but its `venv` module is missing.
        public static let venvMissing = Code(.venvMissing)
        /// There is not enough disk space. See `neededBytes` and `availableBytes`.
        public static let diskFull = Code(.diskFull)
        /// The package index cannot be reached.
        public static let networkUnavailable = Code(.networkUnavailable)
        /// The package index has no package for this machine or Python version.
        public static let noPackageForPlatform = Code(.noPackageForPlatform)
        /// The installation failed for another reason. See `details`.
        public static let installFailed = Code(.installFailed)
        /// The data directory cannot be created or written to.
        public static let directoryUnusable = Code(.directoryUnusable)
        /// An option is out of range.
        public static let invalidOption = Code(.invalidOption)
        /// The components for serving the model are not installed.
        public static let notInstalled = Code(.notInstalled)
        /// The model file is missing, unreadable or not in the GGUF format.
        public static let modelFileInvalid = Code(.modelFileInvalid)
        /// Another program is using the requested port. See `port`.
        public static let portInUse = Code(.portInUse)
        /// A local server with another model or port is already running.
        public static let otherServerRunning = Code(.otherServerRunning)
        /// The server exited while it was starting. `details` contains the end of its log.
        public static let startFailed = Code(.startFailed)
        /// The server did not respond in time. `details` contains the end of its log.
        public static let startTimedOut = Code(.startTimedOut)
        /// The server did not exit when requested.
        public static let stopFailed = Code(.stopFailed)

        /// The name of the code, such as `portInUse`.
        public var description: String { kind.rawValue }

        /// Creates a code from its name. This initializer is used to decode errors written by another process.
        init?(name: String) {
            guard let kind = Kind(rawValue: name) else { return nil }
            self.kind = kind
        }
    }

    /// The kind of error.
    public var code: Code
    /// A description of the error, as a sentence fragment.
    public var failure: String
    /// The suggested next step, as a sentence fragment.
    public var nextStep: String
    /// The output of pip or the server, which can have several lines. The string is empty if there is no useful output.
    public var details: String
    /// The required disk space in bytes, if the code is `diskFull`.
    public var neededBytes: Int64?
    /// The available disk space in bytes, if the code is `diskFull`.
    public var availableBytes: Int64?
    /// The port, if the code is `portInUse`.
    public var port: Int?

    init(_ code: Code, _ failure: String, next nextStep: String, details: String = "") {
        self.code = code
        self.failure = failure
        self.nextStep = nextStep
        self.details = details
    }
}

extension LocalModelError: CustomStringConvertible {
    /// A one-line description. It consists of the error, a semicolon, and the next step.
    public var description: String { "\(failure); \(nextStep)" }
}
