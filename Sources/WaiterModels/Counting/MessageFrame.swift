/// How many tokens stand around the texts of a request, by the model.
///
/// The formula is OpenAI's, from the cookbook's "How to count tokens with tiktoken", section 6: three tokens around each
/// message, one more with a name, and three that begin the answer. It was compared there with `usage.prompt_tokens` of the
/// models in `verified`; of others OpenAI says that the numbers may differ.
struct MessageFrame: Sendable, Hashable {
    var perMessage = 3
    var perName = 1
    var reply = 3
    /// What begins the definition of each function, from section 7 of the same page: 7 for gpt-4o, 10 before.
    var perFunction = 7
    /// Whether the formula was compared with the server's counts for this model.
    var isVerified = false

    /// The models of the cookbook's comparison; the names without a date stood for these snapshots then.
    private static let verified: Set<String> = [
        "gpt-3.5-turbo", "gpt-3.5-turbo-0125", "gpt-4", "gpt-4-0314", "gpt-4-32k-0314", "gpt-4-0613",
        "gpt-4-32k-0613", "gpt-4o", "gpt-4o-2024-08-06", "gpt-4o-mini", "gpt-4o-mini-2024-07-18",
    ]

    init(model: String) {
        isVerified = Self.verified.contains(model)
        if model == "gpt-3.5-turbo-0301" {
            // Every message began with four, and a name took the role's place.
            (perMessage, perName, isVerified) = (4, -1, true)
        }
        if model.hasPrefix("gpt-3.5") || model == "gpt-4" || model.hasPrefix("gpt-4-") { perFunction = 10 }
    }
}
