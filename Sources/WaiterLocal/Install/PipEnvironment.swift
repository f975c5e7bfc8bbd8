internal import WaiterPlatform

/// The user's environment, adapted for pip. Settings for the index, proxy and certificates are kept, but installation targets are
/// not.
enum PipEnvironment {
    /// Variables that would redirect the installation, hide the output from which progress is read, or break an
    /// isolated Python.
    private static let removed: Set<String> = [
        "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_DRY_RUN", "PIP_QUIET", "PIP_PROGRESS_BAR",
        "PIP_NO_DEPS", "PIP_DOWNLOAD_DIR", "PIP_DEST", "PIP_PYTHON", "PIP_PLATFORM", "PIP_REQUIREMENT", "PIP_EDITABLE",
        "PIP_REPORT",
        "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__",
    ]

    static func clean(_ environment: [String: String]) -> [String: String] {
        var result = ChildEnvironment.pip(environment).filter { !removed.contains($0.key) }
        // Report a network failure within seconds, unless the user has set other values.
        let retries = environment["PIP_RETRIES"] ?? "2"
        // Without retries, pip reports that the package does not exist instead of reporting the network failure.
        result["PIP_RETRIES"] = retries == "0" ? "1" : retries
        result["PIP_DEFAULT_TIMEOUT"] = environment["PIP_DEFAULT_TIMEOUT"] ?? environment["PIP_TIMEOUT"] ?? "15"
        // This is overridden rather than removed, because it may also be set in the user's pip.conf.
        result["PIP_USER"] = "0"
        result["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        result["PIP_NO_INPUT"] = "1"
        result["PYTHONUNBUFFERED"] = "1"
        // pip's output is searched for English messages.
        result["LC_ALL"] = "C.UTF-8"
        return result
    }
}
