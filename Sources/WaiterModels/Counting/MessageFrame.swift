/// The number of tokens that frame a request's messages for a given model.
///
/// The formula is from section 6 of "How to count tokens with tiktoken" in OpenAI's cookbook. The formula counts three
/// tokens for each message, one additional token for a name, and three tokens that prime the reply. The cookbook
/// compares the formula with `usage.prompt_tokens` for the models in `verified`. For other models, OpenAI notes
/// that the numbers can differ.
struct MessageFrame: Sendable, Hashable {
    var perMessage = 3
    var perName = 1
    var reply = 3
    /// The number of tokens before each function definition: 7 for gpt-4o and 10 for earlier models (from section 7 of
    /// the same page).
    var perFunction = 7
    /// Whether the formula has been compared with the server's counts for this model.
    var isVerified = false

    /// The models in the cookbook's comparison. At the time of the comparison, names without a date referred to these
    /// snapshots.
    private static let verified: Set<String> = [
        "gpt-3.5-turbo", "gpt-3.5-turbo-0125", "gpt-4", "gpt-4-0314", "gpt-4-32k-0314", "gpt-4-0613",
        "gpt-4-32k-0613", "gpt-4o", "gpt-4o-2024-08-06", "gpt-4o-mini", "gpt-4o-mini-2024-07-18",
    ]

    init(model: String) {
        isVerified = Self.verified.contains(model)
        if model == "gpt-3.5-turbo-0301" {
            // For this model, four tokens preceded every message, and a name replaced the role.
            (perMessage, perName, isVerified) = (4, -1, true)
        }
        if model.hasPrefix("gpt-3.5") || model == "gpt-4" || model.hasPrefix("gpt-4-") { perFunction = 10 }
    }
}
