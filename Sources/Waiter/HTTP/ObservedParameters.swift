/// A JSON request whose parameters are available to observers.
package protocol ParameterizedRequest: Encodable, Sendable {
    /// Whether the request might set a parameter.
    var setsParameters: Bool { get }

    /// Passes the parameters to a closure.
    func readParameters(_ body: (ObservedParameters) -> Void)
}

/// The parameters of a text generation request that are available to observers.
package struct ObservedParameters: Sendable {
    package var maxTokens: Int?
    package var choiceCount: Int?
    package var seed: Int?
    package var topK: Int?
    package var temperature: Double?
    package var topP: Double?
    package var frequencyPenalty: Double?
    package var presencePenalty: Double?
    package var stopSequences: [String]?
    /// The reasoning effort, as it is sent to the server.
    package var reasoningLevel: String?
    package var previousResponse: String?
    package var serviceTier: String?
    package var conversation: String?
    package var promptID: String?
    package var promptVersion: String?
    /// The type of the output format, such as `json_schema`.
    package var format: String?

    package init() {}

    /// The names of the members that `read` looks up.
    package static let members: Set<String> = [
        "conversation", "frequency_penalty", "max_completion_tokens", "max_output_tokens", "max_tokens", "n",
        "presence_penalty", "previous_response_id", "prompt", "reasoning", "reasoning_effort", "response_format",
        "seed", "service_tier", "stop", "temperature", "text", "top_k", "top_p",
    ]

    /// Overwrites parameters with the corresponding members of a JSON object. The given closure looks up a member of
    /// the object.
    package mutating func read(_ member: (String) -> JSONValue?) {
        let limits = ["max_completion_tokens", "max_output_tokens", "max_tokens"]
        if let limit = limits.compactMap({ member($0)?.intValue }).first { maxTokens = limit }
        choiceCount = member("n")?.intValue ?? choiceCount
        seed = member("seed")?.intValue ?? seed
        topK = member("top_k")?.intValue ?? topK
        temperature = member("temperature")?.doubleValue ?? temperature
        topP = member("top_p")?.doubleValue ?? topP
        frequencyPenalty = member("frequency_penalty")?.doubleValue ?? frequencyPenalty
        presencePenalty = member("presence_penalty")?.doubleValue ?? presencePenalty
        if let stop = member("stop") {
            stopSequences = stop.stringValue.map { [$0] } ?? stop.arrayValue?.compactMap(\.stringValue)
        }
        reasoningLevel =
            member("reasoning_effort")?.stringValue ?? member("reasoning")?["effort"]?.stringValue ?? reasoningLevel
        previousResponse = member("previous_response_id")?.stringValue ?? previousResponse
        serviceTier = member("service_tier")?.stringValue ?? serviceTier
        let conversation = member("conversation")
        self.conversation = conversation?.stringValue ?? conversation?["id"]?.stringValue ?? self.conversation
        promptID = member("prompt")?["id"]?.stringValue ?? promptID
        promptVersion = member("prompt")?["version"]?.stringValue ?? promptVersion
        let format = member("response_format")?["type"] ?? member("text")?["format"]?["type"]
        self.format = format?.stringValue ?? self.format
    }
}
