internal import WaiterPlatform

/// A failed system call in a test server.
public struct SocketError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name of the system call.
    public var call: String
    /// The `errno` of the failure.
    public var number: Int32

    /// Creates an error, by default with the current `errno`.
    package init(call: String, number: Int32 = errno) {
        self.call = call
        self.number = number
    }

    /// A one-line description, such as `bind: Address already in use`.
    public var description: String { "\(call): \(systemMessage(number))" }
}
