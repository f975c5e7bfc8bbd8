/// An environment variable that `waiter` reads.
package struct EnvironmentVariable: Sendable {
    package var name: String
    package var meaning: String

    private init(_ name: String, _ meaning: String) {
        self.name = name
        self.meaning = meaning
    }

    /// All variables, as documented in the manual.
    ///
    /// An empty variable counts as unset.
    package static let all = [
        EnvironmentVariable("OPENAI_API_KEY", "The key of the profile openai."),
        EnvironmentVariable("OPENAI_BASE_URL", "The server of the profile openai."),
        EnvironmentVariable("OPENAI_ORG_ID, OPENAI_PROJECT_ID", "The organization and project that are charged."),
        EnvironmentVariable("WAITER_PROFILE", "The profile when -P chooses none."),
        EnvironmentVariable("WAITER_MODEL", "The model when -m chooses none."),
        EnvironmentVariable("WAITER_HOME", "One directory for all of Waiter's files."),
        EnvironmentVariable(
            "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME",
            "Where the files lie; ~/.config, ~/.local/share and ~/.local/state when unset or relative."
        ),
        EnvironmentVariable(
            "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
            "Proxies, and the hosts, domains and address ranges that need none."
        ),
        EnvironmentVariable("SSL_CERT_FILE, SSL_CERT_DIR", "Certificates to trust."),
        EnvironmentVariable("PAGER", "What shows long lists and conversations on a terminal; not set: nothing does."),
        EnvironmentVariable("NO_COLOR", "No colours on the terminal; Markdown is still laid out."),
        EnvironmentVariable("VISUAL, EDITOR", "The editor for templates and questions."),
        EnvironmentVariable("TERM", "With the value dumb, no line on the terminal changes."),
    ]
}
