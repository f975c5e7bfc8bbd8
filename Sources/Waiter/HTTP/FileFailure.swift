/// A failure to read a local file for an upload or to write a local file for a download.
package struct FileFailure: Error, Sendable, CustomStringConvertible {
    /// The failed operation and the cause, on one line.
    package let message: String
    /// The value of `errno`, or 0 if no system call failed.
    package let errorNumber: Int32

    package init(_ message: String, errorNumber: Int32 = 0) {
        self.message = message
        self.errorNumber = errorNumber
    }

    /// The same text as `message`.
    package var description: String { message }
}
