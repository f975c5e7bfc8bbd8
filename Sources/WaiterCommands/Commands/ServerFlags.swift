package import ArgumentParser
internal import HTTPTypes

/// Flags shared by all commands that connect to a server.
package struct ServerFlags: ParsableArguments {
    @Option(
        name: [.customShort("P"), .long],
        help: "The profile, such as openai, local or ollama; see 'waiter config profiles'."
    )
    package var profile: String?

    @Option(help: "The API key; prefer OPENAI_API_KEY, because other users can see command lines.")
    package var key: String?

    @Option(name: .customLong("base-url"), help: "The server's base URL, such as http://127.0.0.1:8080/v1.")
    package var baseURL: String?

    @Option(
        name: .customLong("header"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Send an additional header, such as 'X-Team: blue' (repeatable).",
            valueName: "name: value"
        )
    )
    package var headers: [String] = []

    @Option(
        parsing: .unconditional,
        help: "Limit the whole call to this many seconds (default: 3600 for streams, 600 otherwise)."
    )
    package var timeout: Double?

    @Option(parsing: .unconditional, help: "Retry a failed request at most this many times (default: 2).")
    package var retries: Int?

    package init() {}

    package func validate() throws {
        if let timeout, !(timeout > 0 && timeout <= 86_400) {
            throw ValidationError("--timeout must be greater than 0 and at most 86400 seconds")
        }
        for header in headers {
            do {
                _ = try CustomHeader(header)
            } catch {
                throw ValidationError("--header: \(error.reason)" + (error.nextStep.map { "; \($0)" } ?? ""))
            }
        }
        if let retries, !(0...100).contains(retries) {
            throw ValidationError("--retries must be between 0 and 100")
        }
    }

    package func flags(model: String?) -> Settings.Flags {
        var flags = Settings.Flags()
        func set(_ value: String?) -> String? { value.flatMap { $0.isEmpty ? nil : $0 } }
        flags.profile = set(profile)
        flags.key = set(key)
        flags.baseURL = set(baseURL)
        flags.model = set(model)
        flags.timeout = timeout
        flags.retries = retries
        for header in headers {
            guard let field = try? CustomHeader(header).field else { continue }
            flags.headers.append(field)
        }
        return flags
    }
}
