public import Waiter

/// A row of the fault matrix. It describes the behavior of a server and the expected outcome.
///
/// Each row is run through the real transport (`FaultStage`) and, if `command` is set, through the compiled `waiter`
/// binary. `docs/faults.md` is generated from the table.
public struct Fault: Sendable {
    /// The section of the table. The name of the section is a heading in `docs/faults.md`.
    public var group: String
    /// A short, unique description of the fault.
    public var name: String
    /// Whether the answer is streamed.
    public var isStreamed: Bool
    /// The API that the request uses.
    public var api = ModelAPI.chatCompletions
    /// The address that the client connects to.
    public var address: Address
    /// The number of variants, such as the number of offsets at which a body can be cut.
    public var variants: Int
    /// Changes to the client's configuration.
    public var configure: @Sendable (inout OpenAI.Configuration) -> Void
    /// The server's steps on a new connection before it reads a request.
    public var greeting: Script?
    /// The server's steps for a request.
    public var script: Script
    /// The time at which the caller cancels the call.
    public var cancels: Cancellation?
    /// The deadline that is expected to expire. The clock is advanced until it expires.
    public var passes: DeadlineKind?
    /// A closure that returns the expected outcome for a variant.
    public var ending: @Sendable (_ variant: Int) -> FaultEnding
    /// A closure that runs a scenario with several calls and returns the failed expectations.
    public var scenario: (@Sendable (FaultStage) async throws -> [String])?
    /// The expected outcome of `waiter ask`, or `nil` if a single short call cannot encounter the fault.
    public var command: Command?

    /// Returns the server's steps for the given moment.
    public typealias Script = @Sendable (Moment) -> [FaultServer.Step]

    /// The address that the client connects to.
    public enum Address: Sendable {
        /// The row's server.
        case server
        /// The row's server, with an https URL even though the server does not use TLS.
        case serverWithTLS
        /// A port without a listener.
        case closedPort
        /// A host name that is rejected without a DNS query because one of its labels is too long.
        case unknownHost
    }

    /// The time at which a caller cancels the call.
    public enum Cancellation: Sendable {
        /// Before the call.
        case beforeTheCall
        /// As soon as the script opens the `reached` gate.
        case whenReached
        /// As soon as the expected text has arrived.
        case whenArrived
        /// After the call.
        case afterTheCall
    }

    /// The input of a script.
    public struct Moment: Sendable {
        /// The variant being run.
        public var variant: Int
        /// The number of requests already received for this variant.
        public var attempt: Int
        /// The gate that the script opens to trigger an action by the caller.
        public var reached: Gate
        /// The gate that the caller opens when the expected text has been received.
        public var arrived: Gate
        /// The address of another origin, which must not receive any request.
        public var elsewhere: String

        /// Creates the first moment of a variant, with closed gates.
        public init(variant: Int, elsewhere: String) {
            self.variant = variant
            self.elsewhere = elsewhere
            attempt = 0
            reached = Gate()
            arrived = Gate()
        }
    }

    /// The expected outcome of `waiter ask` for a row.
    public struct Command: Sendable {
        /// A closure that returns the exit code for a variant.
        public var exit: @Sendable (_ variant: Int) -> Int32
        /// The text expected on standard error, or an empty string if no text is expected.
        public var says: String
        /// The variants to run.
        public var variants: [Int]
        /// The command-line arguments in addition to the prompt.
        public var arguments: [String]
        /// The number of attempts, or `nil` if the command makes the same number of attempts as the library.
        public var attempts: Int?
        /// The expected standard output, or `nil` if the expected output is the text that the library returns.
        public var output: String?
    }
}

extension Fault.Command {
    /// Creates an expectation with the same exit code for all variants.
    public init(
        _ exit: Int32,
        _ says: String = "",
        arguments: [String] = [],
        attempts: Int? = nil,
        variants: [Int] = [0],
        output: String? = nil
    ) {
        self.init(
            exit: { _ in exit },
            says: says,
            variants: variants,
            arguments: arguments,
            attempts: attempts,
            output: output
        )
    }
}

extension Fault {
    /// Creates a row. By default, one call is made, and the server runs the script for each request.
    public init(
        _ name: String,
        streamed isStreamed: Bool = false,
        at address: Address = .server,
        variants: Int = 1,
        configure: @escaping @Sendable (inout OpenAI.Configuration) -> Void = { _ in },
        greeting: Script? = nil,
        cancels: Cancellation? = nil,
        passes: DeadlineKind? = nil,
        gets ending: FaultEnding,
        command: Command? = nil,
        script: @escaping Script = { _ in [] }
    ) {
        self.init(
            group: "",
            name: name,
            isStreamed: isStreamed,
            address: address,
            variants: variants,
            configure: configure,
            greeting: greeting,
            script: script,
            cancels: cancels,
            passes: passes,
            ending: { _ in ending },
            scenario: nil,
            command: command
        )
    }

    /// Returns a copy of the row with an outcome that depends on the variant.
    public func gets(_ ending: @escaping @Sendable (_ variant: Int) -> FaultEnding) -> Fault {
        var fault = self
        fault.ending = ending
        return fault
    }

    /// Returns a copy of the row in which the request is sent to the given API.
    public func over(_ api: ModelAPI) -> Fault {
        var fault = self
        fault.api = api
        return fault
    }

    /// Returns a copy of the row that runs a scenario instead of a single call.
    public func plays(_ scenario: @escaping @Sendable (FaultStage) async throws -> [String]) -> Fault {
        var fault = self
        fault.scenario = scenario
        return fault
    }
}
