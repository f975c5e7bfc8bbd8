internal import WaiterPlatform

// All of this module's errors are defined in this file to keep their wording consistent.

extension LocalModelError {
    static func diskFull(needed: Int64?, available: Int64?, directory: String) -> Self {
        let have = available.map { " (\(megabytes($0, .down)) available)" } ?? ""
        let failure =
            needed.map { "installing into \(directory) requires \(megabytes($0, .up)) of disk space\(have)" }
            ?? "the disk that holds \(directory) is full\(have)"
        var error = Self(
            .diskFull,
            failure,
            next: "free some space, or set XDG_DATA_HOME to a directory on another disk"
        )
        error.neededBytes = needed
        error.availableBytes = available
        return error
    }

    static func networkUnavailable(details: String) -> Self {
        Self(
            .networkUnavailable,
            "pip could not reach the package index",
            next: "check the network connection, PIP_INDEX_URL and the proxy variables, then try again",
            details: details
        )
    }

    static func noPackage(_ package: Pins.Package, details: String) -> Self {
        Self(
            .noPackageForPlatform,
            "the package index has no \(package.name) \(package.version) for this platform and Python version",
            next: "check PIP_INDEX_URL and PIP_NO_INDEX if they are set, or install llama.cpp's `llama-server` "
                + "and use it with --model-file",
            details: details
        )
    }

    static func installFailed(_ what: String, details: String) -> Self {
        Self(
            .installFailed,
            what,
            next: "see the output below, then run `waiter local install` again",
            details: details
        )
    }

    static func directoryUnusable(_ failure: FileSystemError) -> Self {
        let next = failure.remedy ?? "make the directory writable, or set XDG_DATA_HOME to a writable directory"
        return Self(.directoryUnusable, "\(failure)", next: next)
    }

    static func directoryUntrusted(_ directory: String, _ reason: String) -> Self {
        Self(
            .directoryUnusable,
            "the directory \(directory) cannot be trusted: \(reason)",
            next: "make it private to your user (chown, chmod 700), or set XDG_DATA_HOME to a directory that you own"
        )
    }

    static func invalidOption(_ what: String) -> Self {
        Self(.invalidOption, "invalid options for the local server", next: what)
    }

    static func notInstalled(_ what: String) -> Self {
        Self(.notInstalled, "\(what) is not installed", next: "run `waiter local install`")
    }

    static func modelFileInvalid(_ path: String, _ reason: String) -> Self {
        Self(.modelFileInvalid, "the model file \(path) \(reason)", next: "pass a GGUF file with --model-file")
    }

    static func portInUse(_ port: Int) -> Self {
        var error = Self(
            .portInUse,
            "port \(port) on 127.0.0.1 is in use by another program",
            next: "omit --port to use any free port, or choose another port"
        )
        error.port = port
        return error
    }

    static func otherServerRunning(_ server: RunningServer, asked: String) -> Self {
        Self(
            .otherServerRunning,
            "a local server is already running with \(server.model) on port \(server.port), not with \(asked)",
            next: "run `waiter local stop` first"
        )
    }

    static func startFailed(_ reason: String, layout: Layout, log: String) -> Self {
        Self(.startFailed, "the local server did not start: \(reason)", next: "see \(layout.logFile)", details: log)
    }

    static func startTimedOut(_ timeout: Duration, layout: Layout, log: String) -> Self {
        Self(
            .startTimedOut,
            "the local server did not respond within \(timeout.components.seconds) s",
            next: "see \(layout.logFile); a large model may need a longer start timeout",
            details: log
        )
    }

    static func stopFailed(_ processID: Int32) -> Self {
        Self(
            .stopFailed,
            "the local server (process \(processID)) did not stop",
            next: "stop it with `kill -9 \(processID)`"
        )
    }

    private static func megabytes(_ bytes: Int64, _ rule: FloatingPointRoundingRule) -> String {
        // The required size is rounded up and the available size is rounded down. Otherwise, a message could contain
        // "requires 600 MB (600 MB available)".
        "\(Int((Double(bytes) / 1e6).rounded(rule))) MB"
    }
}
