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
    /// An empty variable is treated as unset.
    package static let all = [
        EnvironmentVariable("OPENAI_API_KEY", "The API key for the openai profile."),
        EnvironmentVariable("OPENAI_BASE_URL", "The base URL for the openai profile."),
        EnvironmentVariable("OPENAI_ORG_ID, OPENAI_PROJECT_ID", "The organization and project to bill."),
        EnvironmentVariable("WAITER_PROFILE", "The profile to use if -P is not given."),
        EnvironmentVariable("WAITER_MODEL", "The model to use if -m is not given."),
        EnvironmentVariable("WAITER_NO_LOG", "If set and not 0, exchanges are not stored, as with --no-log."),
        EnvironmentVariable("WAITER_QUEUE", "The PostgreSQL queue for bulk runs, used if --queue is not given."),
        EnvironmentVariable("WAITER_LIBPQ", "The path of PostgreSQL's client library, libpq, if it is not found."),
        EnvironmentVariable("WAITER_HOME", "The directory for all of waiter's files."),
        EnvironmentVariable(
            "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME",
            "The base directories of waiter's files; ~/.config, ~/.local/share and ~/.local/state if unset or relative."
        ),
        EnvironmentVariable(
            "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
            "Proxies and the hosts, domains and address ranges that bypass them."
        ),
        EnvironmentVariable("SSL_CERT_FILE, SSL_CERT_DIR", "Certificates to trust."),
        EnvironmentVariable("PAGER", "The pager for long lists and conversations on a terminal; none if unset."),
        EnvironmentVariable("NO_COLOR", "If set, no colors are used; Markdown is still rendered."),
        EnvironmentVariable("VISUAL, EDITOR", "The editor for templates and prompts."),
        EnvironmentVariable("TERM", "If dumb, output is plain, and no line on the terminal is redrawn."),
    ]
}
