internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The state of the supervisor. It is published to other processes in a file that only this user can read or write.
struct ServerState: Codable, Equatable, Sendable {
    enum Phase: String, Codable, Sendable {
        case starting, ready, failed
    }

    var phase: Phase
    var processID: Int32
    /// The start time of the process in the format used by `ProcessIdentity`, or `nil` if an older supervisor wrote the
    /// state.
    var processStart: UInt64?
    /// The port that the engine has bound, or 0 if the engine has not reported it yet.
    var port: Int
    /// The key of the server, or `nil` if an older supervisor wrote the state, in which case the server has no key.
    var key: LocalServerKey?
    /// The server's socket, or `nil` if an older supervisor wrote the state or the system does not list sockets.
    var socket: EngineSocket?
    var model: String
    var modelFile: String
    var engine: LocalEngine
    var startedAt: Date
    var idleTimeoutSeconds: Double
    /// The maximum number of tokens in a request and its answer, or `nil` if an older supervisor wrote the state.
    var contextSize: Int?
    /// The reason that startup failed, if the phase is `failed`.
    var failure: Failure?

    struct Failure: Codable, Equatable, Sendable {
        var code: String
        var failure: String
        var nextStep: String
        var details: String
        var port: Int?

        init(_ error: LocalModelError) {
            code = error.code.description
            failure = error.failure
            nextStep = error.nextStep
            details = error.details
            port = error.port
        }

        var error: LocalModelError {
            var error = LocalModelError(.init(name: code) ?? .startFailed, failure, next: nextStep, details: details)
            error.port = port
            return error
        }
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try PrivateFile.replace(path, with: Array(encoder.encode(self)) + [UInt8(ascii: "\n")])
    }

    /// Reads a state from a file. Returns `nil` if the file does not exist, is malformed, or could have been written by
    /// another user.
    static func read(from path: String) -> ServerState? {
        guard let bytes = OwnFile.read(path) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let state = try? decoder.decode(ServerState.self, from: Data(bytes)) else { return nil }
        let lowestPort = state.phase == .ready ? 1 : 0
        let isSound =
            (lowestPort...65_535).contains(state.port) && state.processID > 1 && state.idleTimeoutSeconds.isFinite
        return isSound ? state : nil
    }

    /// Whether the process that wrote this state is still running. Another process with the same ID does not count.
    var isWriterAlive: Bool { ProcessIdentity("\(processID):\(processStart ?? 0)")?.isAlive ?? false }

    /// The address and key of the server, or `nil` if an older version started the server without a key.
    var access: ServerAccess? { key.map { ServerAccess(port: port, key: $0, socket: socket) } }

    /// Returns the server, or `nil` if the server has no key.
    func runningServer(logFile: String) -> RunningServer? {
        guard let key else { return nil }
        return RunningServer(
            processID: processID,
            port: port,
            key: key,
            model: model,
            modelFile: modelFile,
            engine: engine,
            startedAt: startedAt,
            idleTimeout: .milliseconds(Int64(max(0, min(idleTimeoutSeconds, 1e9)) * 1000)),
            logFile: logFile
        )
    }
}
