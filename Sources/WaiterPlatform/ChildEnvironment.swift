/// The environments of child processes. They contain only allowed variables so that programs do not receive keys,
/// tokens or passwords that they do not need.
package enum ChildEnvironment {
    /// Returns the variables that are suitable for any program. They specify paths, the language, the time zone, the
    /// terminal, and the search paths of the dynamic linker.
    package static func basic(_ environment: [String: String], adding names: Set<String> = []) -> [String: String] {
        environment.filter { name, _ in common.contains(name) || names.contains(name) || name.hasPrefix("LC_") }
    }

    private static let common: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "TMPDIR", "LANG", "LANGUAGE", "TZ", "TERM", "WAITER_HOME",
        "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "__CF_USER_TEXT_ENCODING",
    ]
}
