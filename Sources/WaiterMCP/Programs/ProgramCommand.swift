internal import Subprocess
internal import WaiterPlatform

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A program to start without a shell, with its arguments and environment.
struct ProgramCommand: Sendable {
    /// The reason why a command line is invalid.
    enum Defect: Error, Hashable {
        case empty
        case unclosedQuote
        case nullCharacter

        var message: String {
            switch self {
            case .empty: "the command is empty"
            case .unclosedQuote: "the command contains an unclosed quotation mark"
            case .nullCharacter: "the command contains a null character"
            }
        }
    }

    /// A path or a name to look up in PATH.
    let executable: String
    let arguments: [String]
    let environment: ProgramEnvironment
    let directory: String?

    /// Splits a command line into words according to the quoting rules of a shell. Other shell syntax is not
    /// interpreted.
    static func words(_ line: String) throws(Defect) -> [String] {
        guard let words = ShellWord.split(line) else { throw .unclosedQuote }
        return words.map(\.text)
    }

    init(_ words: [String], environment: ProgramEnvironment, directory: String?) throws(Defect) {
        guard let executable = words.first, !executable.isEmpty else { throw .empty }
        guard !words.contains(where: { $0.utf8.contains(0) }) else { throw .nullCharacter }
        self.executable = executable
        arguments = Array(words.dropFirst())
        self.environment = environment
        self.directory = directory
    }

    /// The last component of the executable's path, without an extension.
    var name: String {
        let file = executable.split(separator: "/").last.map(String.init) ?? executable
        guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
        return String(file[..<dot])
    }

    /// Returns the process configuration. A process that does not exit in time after SIGTERM is killed.
    ///
    /// The process runs in its own session. The process therefore has no terminal, and signals reach all of its
    /// descendants.
    func configuration(grace: Duration) -> Configuration {
        _ = Self.ignoredBrokenPipes
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment.variables {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)]
        return Configuration(
            executable: executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
            arguments: Arguments(arguments),
            environment: .custom(variables),
            workingDirectory: directory.map { FilePath($0) },
            platformOptions: options
        )
    }

    /// Ignores `SIGPIPE`, because writing to a program that has exited must not terminate this process. SwiftNIO also
    /// ignores this signal.
    private static let ignoredBrokenPipes: Void = {
        var action = sigaction()
        guard sigaction(SIGPIPE, nil, &action) == 0, action.isDefault else { return }
        signal(SIGPIPE, SIG_IGN)
    }()

    /// Returns a description of a failure to start the program.
    func description(of error: SubprocessError) -> String {
        switch error.code {
        case .executableNotFound: "no such program: \(PlainText.line(executable))"
        case .failedToChangeWorkingDirectory: "cannot change to the working directory"
        default: "cannot start \(PlainText.line(executable)) (\(PlainText.line("\(error)")))"
        }
    }
}

extension sigaction {
    /// Whether the signal has its default action.
    fileprivate var isDefault: Bool {
        #if canImport(Darwin)
            unsafeBitCast(__sigaction_u.__sa_handler, to: Int.self) == 0
        #elseif canImport(Musl)
            unsafeBitCast(__sa_handler.sa_handler, to: Int.self) == 0
        #else
            unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self) == 0
        #endif
    }
}
