/// The user's environment as pip should see it: their index, proxy and certificates, but not where *they* install.
enum PipEnvironment {
    /// These would send the packages elsewhere, hide the lines that progress is read from, or break an isolated Python.
    private static let removed: Set<String> = [
        "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_DRY_RUN", "PIP_QUIET", "PIP_PROGRESS_BAR",
        "PIP_NO_DEPS", "PIP_DOWNLOAD_DIR", "PIP_DEST", "PIP_PYTHON", "PIP_PLATFORM", "PIP_REQUIREMENT", "PIP_EDITABLE",
        "PIP_REPORT",
        "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__",
    ]

    static func clean(_ environment: [String: String]) -> [String: String] {
        var result = ChildEnvironment.pip(environment).filter { !removed.contains($0.key) }
        // A dead network should be said after seconds; whoever set these wants otherwise.
        let retries = environment["PIP_RETRIES"] ?? "2"
        // Without any retry pip keeps silent about a dead network, and says that there is no such package.
        result["PIP_RETRIES"] = retries == "0" ? "1" : retries
        result["PIP_DEFAULT_TIMEOUT"] = environment["PIP_DEFAULT_TIMEOUT"] ?? environment["PIP_TIMEOUT"] ?? "15"
        // Not just removed, because it may stand in the user's pip.conf too.
        result["PIP_USER"] = "0"
        result["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        result["PIP_NO_INPUT"] = "1"
        result["PYTHONUNBUFFERED"] = "1"
        // What pip says is searched for its reasons, in its own words.
        result["LC_ALL"] = "C.UTF-8"
        return result
    }
}
