package import WaiterPlatform

extension CommandFailure {
    /// Creates the failure for a file that could not be written or created, or that is not trusted.
    ///
    /// - Parameters:
    ///   - error: The error to describe.
    ///   - remedy: The next step after a failed system call. Errors for untrusted files contain their own next step.
    package init(_ error: FileSystemError, remedy: String? = nil) {
        if let distrust = error.distrust {
            self.init(.usage, distrust, nextStep: error.remedy, kind: "permissions")
        } else {
            let what = "cannot \(error.operation) \(error.path)"
            self.init(.failure, what, place: systemMessage(error.number), nextStep: remedy, kind: "file")
        }
    }

    /// Creates the failure for a file that could not be read.
    package init(reading error: FileSystemError) {
        self =
            error.distrust == nil
            ? .usage("cannot read \(error.path) (\(systemMessage(error.number)))") : CommandFailure(error)
    }
}
