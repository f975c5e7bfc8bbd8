/// A modification of a request's JSON body, for servers and models that explicitly reject the unmodified body.
///
/// The request is sent again with the modified body. The client remembers the repair for later calls with the same
/// model.
package struct RequestRepair: Sendable {
    /// The name under which the client remembers the repair.
    package let name: String
    /// A closure that returns whether an error indicates that this repair is needed.
    package let isRequested: @Sendable (OpenAIError) -> Bool
    /// A closure that modifies the body. The closure returns `false` if there is nothing to change.
    package let apply: @Sendable (inout JSONObject) -> Bool

    package init(
        _ name: String,
        isRequested: @escaping @Sendable (OpenAIError) -> Bool,
        apply: @escaping @Sendable (inout JSONObject) -> Bool
    ) {
        (self.name, self.isRequested, self.apply) = (name, isRequested, apply)
    }

    /// Returns the repaired body, or `nil` if the body is not a JSON object or there is nothing to change.
    func repaired(_ body: [UInt8]) -> [UInt8]? {
        guard var object = (try? JSONValue(parsing: body))?.objectValue, apply(&object) else { return nil }
        return JSONValue.object(object).jsonBytes
    }
}

/// The repairs that a client's server is known to require, keyed by model.
struct LearnedRepairs: Sendable {
    private var names: [String: Set<String>] = [:]

    func contains(_ repair: RequestRepair, for model: String) -> Bool { names[model]?.contains(repair.name) ?? false }

    mutating func learn(_ repair: RequestRepair, for model: String) {
        names[model, default: []].insert(repair.name)
    }
}
