/// An error that is thrown if a system call on a path fails, or if another user could have written a file.
package struct FileSystemError: Error, Hashable, CustomStringConvertible {
    /// The operation as a verb, such as `write`.
    package var operation: String
    /// The path on which the operation failed.
    package var path: String
    /// The value of `errno`.
    package var number: Int32
    /// A message that contains the path and describes who else could have written the file. The value is `nil` if a
    /// system call failed.
    package var distrust: String?
    /// A suggested fix for an untrusted file, such as a command to run.
    package var remedy: String?

    /// Creates an error for a failed system call. By default, the error number is the current value of `errno`.
    package init(_ operation: String, _ path: String, number: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    /// Creates the error for a file that another user could have written.
    init(distrusted path: String, _ distrust: String, remedy: String) {
        self.init("use", path, number: EPERM)
        self.distrust = distrust
        self.remedy = remedy
    }

    /// Whether the disk or the user's quota is full.
    package var isDiskFull: Bool { number == ENOSPC || number == EDQUOT }

    /// The cause of the error. The value is `distrust`, or the system's message for the error number if `distrust` is
    /// `nil`.
    package var reason: String { distrust ?? systemMessage(number) }

    /// A one-line description, such as `cannot write /etc/x: Permission denied`.
    package var description: String { distrust ?? "cannot \(operation) \(path): \(systemMessage(number))" }
}
