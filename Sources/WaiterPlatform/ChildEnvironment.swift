/// The environments of child processes, which contain only allowed variables. None of the user's keys, tokens or passwords reach
/// a program that does not need them.
package enum ChildEnvironment {
    /// Returns the variables for any program: paths, language, time zone, terminal, and the dynamic linker's search paths.
    package static func basic(_ environment: [String: String], adding names: Set<String> = []) -> [String: String] {
        environment.filter { name, _ in common.contains(name) || names.contains(name) || name.hasPrefix("LC_") }
    }

    private static let common: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "TMPDIR", "LANG", "LANGUAGE", "TZ", "TERM", "WAITER_HOME",
        "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "__CF_USER_TEXT_ENCODING",
    ]
}
