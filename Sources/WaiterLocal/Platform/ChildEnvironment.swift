/// The environment of the processes that this module starts.
enum ChildEnvironment {
    /// Returns the user's environment without API keys, which no child needs, and without settings that would lock this
    /// process out of the engine.
    static func clean(_ environment: [String: String]) -> [String: String] {
        environment.filter { name, _ in
            !name.hasSuffix("_API_KEY") && !name.hasSuffix("_ADMIN_KEY") && !lockingVariables.contains(name)
        }
    }

    private static let lockingVariables: Set<String> = [
        "LLAMA_API_KEY", "LLAMA_ARG_API_KEY_FILE", "LLAMA_ARG_API_PREFIX", "LLAMA_ARG_SSL_KEY_FILE",
        "LLAMA_ARG_SSL_CERT_FILE", "LLAMA_ARG_HOST", "LLAMA_ARG_PORT", "LLAMA_ARG_HF_REPO", "LLAMA_ARG_MODEL_URL",
    ]
}
