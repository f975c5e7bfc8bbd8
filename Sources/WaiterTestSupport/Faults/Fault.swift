public import Waiter

/// One row of the matrix: what a server does, and what must come of it.
///
/// Each row is played through the real transport (`FaultStage`) and, where `command` says what to expect, through the
/// built `waiter ask`. `docs/faults.md` is the table as text.
public struct Fault: Sendable {
    /// The part of the table, a heading of the page.
    public var group: String
    /// What happens, in a few words; unique.
    public var name: String
    /// Whether the answer is asked for as a stream.
    public var isStreamed: Bool
    /// Where the client is sent.
    public var address: Address
    /// How many ways there are to play it, such as the bytes at which a body can be cut.
    public var variants: Int
    /// What is different in the client.
    public var configure: @Sendable (inout OpenAI.Configuration) -> Void
    /// What the server does with a new connection before it reads a request.
    public var greeting: Script?
    /// What the server does with a request.
    public var script: Script
    /// When the caller gives up.
    public var cancels: Cancellation?
    /// The deadline that passes: the clock moves on until it does.
    public var passes: DeadlineKind?
    /// What the caller gets, by variant.
    public var ending: @Sendable (_ variant: Int) -> FaultEnding
    /// What a row does that no single call can show; what is wrong comes back as words.
    public var scenario: (@Sendable (FaultStage) async throws -> [String])?
    /// What comes of it in `waiter ask`; nil where one short call cannot meet it.
    public var command: Command?

    /// What the server does at a moment.
    public typealias Script = @Sendable (Moment) -> [FaultServer.Step]

    /// Where the client is sent.
    public enum Address: Sendable {
        /// To the server.
        case server
        /// To the server, with https, which it does not speak.
        case serverWithTLS
        /// To a port at which nothing listens.
        case closedPort
        /// To a name that has no address, and which no name server is asked for: one of its parts is too long.
        case unknownHost
    }

    /// When a caller gives up.
    public enum Cancellation: Sendable {
        /// Before the call is made.
        case beforeTheCall
        /// As soon as the script opens the gate `reached`.
        case whenReached
        /// As soon as what is expected has arrived.
        case whenArrived
        /// After the call.
        case afterTheCall
    }

    /// What a script knows.
    public struct Moment: Sendable {
        /// Which way of the row is played.
        public var variant: Int
        /// How many requests of this variant came before.
        public var attempt: Int
        /// Opened by the script when the caller shall do something.
        public var reached: Gate
        /// Opened by the caller when what is expected has arrived.
        public var arrived: Gate
        /// Another origin, which must not be asked anything.
        public var elsewhere: String

        /// Makes the first moment of a variant, its gates closed.
        public init(variant: Int, elsewhere: String) {
            self.variant = variant
            self.elsewhere = elsewhere
            attempt = 0
            reached = Gate()
            arrived = Gate()
        }
    }

    /// What comes of a row in `waiter ask`.
    public struct Command: Sendable {
        /// The exit code, by variant.
        public var exit: @Sendable (_ variant: Int) -> Int32
        /// What standard error says; empty for nothing at all.
        public var says: String
        /// The ways of the row that are played.
        public var variants: [Int]
        /// What the command line holds besides the prompt.
        public var arguments: [String]
        /// How many attempts are made, when that is not as in the library.
        public var attempts: Int?
        /// What standard output holds, when that is not what the library's caller gets.
        public var output: String?
    }
}

extension Fault.Command {
    /// A command that ends with one code.
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
    /// Makes a row; without more the server plays the script for each request, and one call is made.
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

    /// The row with an ending that depends on the variant.
    public func gets(_ ending: @escaping @Sendable (_ variant: Int) -> FaultEnding) -> Fault {
        var fault = self
        fault.ending = ending
        return fault
    }

    /// The row with a scenario in place of its call.
    public func plays(_ scenario: @escaping @Sendable (FaultStage) async throws -> [String]) -> Fault {
        var fault = self
        fault.scenario = scenario
        return fault
    }
}
