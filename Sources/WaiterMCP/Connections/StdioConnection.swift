internal import Subprocess
internal import Waiter
internal import WaiterPlatform

/// A connection to a program over its standard streams, with one message per line.
final class StdioConnection: MCPConnection {
    private let channel: StdioChannel
    /// The task that runs the program. It ends after the program has exited.
    private let runner: Task<Void, Never>

    /// Starts the program. If the program cannot be started, the first request fails with the launch error.
    init(
        _ command: ProgramCommand,
        server: String,
        options: MCPOptions,
        clock: any Clock<Duration>,
        onNotification: @escaping NotificationHandler
    ) {
        let channel = StdioChannel(server: server, limits: options.limits, onNotification: onNotification)
        self.channel = channel
        let program = StdioProgram(
            command: command,
            channel: channel,
            grace: options.timeouts.shutdown,
            clock: clock
        )
        runner = Task { await program.run() }
    }

    deinit {
        runner.cancel()
    }

    func send(_ request: RPCRequest, activity: Activity) async throws -> RPCResponse {
        try await channel.send(request, activity: activity)
    }

    func notify(_ method: String, _ params: JSONObject, era: ProtocolEra) async throws {
        channel.write(RPCMessage.notification(method, params))
    }

    func close() async {
        channel.close()
        await runner.value
    }

    var isOpen: Bool { channel.isOpen }
}

/// The program at the other end of a connection.
private struct StdioProgram: Sendable {
    private enum Part: Sendable {
        case output, input, errors, closing, grace
    }

    let command: ProgramCommand
    let channel: StdioChannel
    let grace: Duration
    let clock: any Clock<Duration>

    func run() async {
        do {
            let result = try await Subprocess.run(
                command.configuration(grace: grace),
                input: .inputWriter,
                output: .sequence,
                error: .sequence
            ) { execution in
                let program = execution.processIdentifier.value
                ChildGroups.insert(program)
                defer { ChildGroups.remove(program) }
                await exchange(with: execution)
            }
            switch result.terminationStatus {
            case .exited(let code): channel.finish(.exited, "the program exited with code \(code)")
            case .signaled(let signal): channel.finish(.exited, "the program was terminated by signal \(signal)")
            }
        } catch let error as SubprocessError {
            channel.finish(.launchFailed, command.description(of: error))
        } catch {
            channel.finish(.closed, "the client was shut down")
        }
    }

    /// Exchanges messages until the program closes its output or the connection is closed, and then stops the program.
    private func exchange(with execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>) async {
        await withTaskGroup(of: Part.self) { group in
            let (writer, channel) = (execution.standardInputWriter, channel)
            let (output, errors) = (execution.standardOutput, execution.standardError)
            group.addTask {
                await channel.read(output.map { chunk in chunk.withUnsafeBytes { Array($0) } })
                return .output
            }
            group.addTask {
                for await message in channel.outgoing {
                    // If a write fails, the program's output also ends. The task that reads the output handles this
                    // case.
                    guard (try? await writer.write(message)) != nil else { break }
                }
                try? await writer.finish()
                return .input
            }
            group.addTask {
                do {
                    for try await chunk in errors { chunk.withUnsafeBytes { channel.append(errors: $0) } }
                } catch {
                    // A read error is ignored here, because the program's exit is detected when its output ends.
                }
                return .errors
            }
            group.addTask {
                for await _ in channel.closing {}
                return .closing
            }
            await awaitEnd(&group)
            await end(execution)
            group.cancelAll()
        }
    }

    /// Waits until the output ends, or until the grace period after closing the input has expired.
    private func awaitEnd(_ group: inout TaskGroup<Part>) async {
        for await part in group {
            switch part {
            case .output, .grace: return
            case .input, .errors: break
            case .closing:
                group.addTask { [clock, grace] in
                    try? await clock.sleep(for: grace)
                    return .grace
                }
            }
        }
    }

    /// Terminates the program and its descendants, and kills them after the grace period.
    private func end(_ execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>) async {
        try? execution.send(signal: .terminate, toProcessGroup: true)
        await execution.teardown(using: [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)
        ])
        // Kill any descendants that ignored the termination signal.
        try? execution.send(signal: .kill, toProcessGroup: true)
    }
}
