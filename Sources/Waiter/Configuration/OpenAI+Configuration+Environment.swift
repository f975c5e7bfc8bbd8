#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension OpenAI.Configuration {
    /// Creates a configuration from environment variables, including the variables that OpenAI's SDKs use.
    ///
    /// The variables are OPENAI_API_KEY, OPENAI_ORG_ID, OPENAI_PROJECT_ID, OPENAI_BASE_URL, SSL_CERT_FILE,
    /// SSL_CERT_DIR, HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY. The names of the four proxy variables can also be
    /// lowercase. Empty variables are treated as unset.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` if a variable is missing or invalid. The error message
    ///   contains the name of the variable.
    public static func fromEnvironment(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> OpenAI.Configuration {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        var baseURL = BaseURL.openAI
        if let text = value("OPENAI_BASE_URL") {
            do {
                baseURL = try BaseURL(text)
            } catch var error as OpenAIError {
                error.message = "OPENAI_BASE_URL: \(error.message)"
                throw error
            }
        }
        return try OpenAI.Configuration(
            apiKey: value("OPENAI_API_KEY").map { APIKey($0) },
            baseURL: baseURL,
            organization: value("OPENAI_ORG_ID"),
            project: value("OPENAI_PROJECT_ID"),
            tls: .fromEnvironment(environment),
            proxy: try OpenAI.Proxy.fromEnvironment(environment, for: baseURL)
        )
    }
}
