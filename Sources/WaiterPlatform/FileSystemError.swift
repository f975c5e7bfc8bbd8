/// A failed system call on a path.
package struct FileSystemError: Error, Hashable, CustomStringConvertible {
    /// The operation as a verb, such as `write`.
    package var operation: String
    /// The path that the operation failed on.
    package var path: String
    /// The value of `errno`.
    package var number: Int32

    /// Creates an error, by default with the current `errno`.
    package init(_ operation: String, _ path: String, number: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    /// Whether the disk or the user's quota is full.
    package var isDiskFull: Bool { number == ENOSPC || number == EDQUOT }

    /// A one-line description, such as `cannot write /etc/x: Permission denied`.
    package var description: String { "cannot \(operation) \(path): \(systemMessage(number))" }
}
