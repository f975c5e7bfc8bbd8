internal import WaiterPlatform

/// The user's environment, adapted for pip. Settings for the package index, proxies and certificates are kept. Settings
/// for the installation target are removed.
enum PipEnvironment {
    /// Variables that would change the installation directory, hide the output from which progress is read, or
    /// interfere with the isolated Python.
    private static let removed: Set<String> = [
        "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_DRY_RUN", "PIP_QUIET", "PIP_PROGRESS_BAR",
        "PIP_NO_DEPS", "PIP_DOWNLOAD_DIR", "PIP_DEST", "PIP_PYTHON", "PIP_PLATFORM", "PIP_REQUIREMENT", "PIP_EDITABLE",
        "PIP_REPORT",
        "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__",
    ]

    static func clean(_ environment: [String: String]) -> [String: String] {
        var result = ChildEnvironment.pip(environment).filter { !removed.contains($0.key) }
        // With these defaults, a network failure is reported quickly. Values set by the user take precedence.
        let retries = environment["PIP_RETRIES"] ?? "2"
        // Without retries, pip would report a missing package instead of the network failure.
        result["PIP_RETRIES"] = retries == "0" ? "1" : retries
        result["PIP_DEFAULT_TIMEOUT"] = environment["PIP_DEFAULT_TIMEOUT"] ?? environment["PIP_TIMEOUT"] ?? "15"
        // It is not sufficient to remove this variable, because the user's `pip.conf` can also contain the setting.
        result["PIP_USER"] = "0"
        result["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        result["PIP_NO_INPUT"] = "1"
        result["PYTHONUNBUFFERED"] = "1"
        // pip's output must be in English, because `PipOutput` looks for specific messages in it.
        result["LC_ALL"] = "C.UTF-8"
        return result
    }
}
