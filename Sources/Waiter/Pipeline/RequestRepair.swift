/// Another form of a request's JSON body, for servers and models that refuse the usual one in so many words.
///
/// The request is sent once more in that form, and the client remembers the model for its later calls.
package struct RequestRepair: Sendable {
    /// What the client remembers it by.
    package let name: String
    /// Whether a refusal asks for it.
    package let isRequested: @Sendable (OpenAIError) -> Bool
    /// Changes the body; returns false when there is nothing to change.
    package let apply: @Sendable (inout JSONObject) -> Bool

    package init(
        _ name: String,
        isRequested: @escaping @Sendable (OpenAIError) -> Bool,
        apply: @escaping @Sendable (inout JSONObject) -> Bool
    ) {
        (self.name, self.isRequested, self.apply) = (name, isRequested, apply)
    }

    /// The body in the other form; nil when it is no JSON object, or there is nothing to change.
    func repaired(_ body: [UInt8]) -> [UInt8]? {
        guard var object = (try? JSONValue(parsing: body))?.objectValue, apply(&object) else { return nil }
        return JSONValue.object(object).jsonBytes
    }
}

/// The repairs that a client's server has asked for, by model.
struct LearnedRepairs: Sendable {
    private var names: [String: Set<String>] = [:]

    func contains(_ repair: RequestRepair, for model: String) -> Bool { names[model]?.contains(repair.name) ?? false }

    mutating func learn(_ repair: RequestRepair, for model: String) {
        names[model, default: []].insert(repair.name)
    }
}
