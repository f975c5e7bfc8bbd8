internal import WaiterPlatform

/// A system call of a test server that failed.
public struct SocketError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name of the call.
    public var call: String
    /// The system's error number.
    public var number: Int32

    /// Creates an error, by default with the current `errno`.
    package init(call: String, number: Int32 = errno) {
        self.call = call
        self.number = number
    }

    /// One line, such as `bind: Address already in use`.
    public var description: String { "\(call): \(systemMessage(number))" }
}
