package import Waiter

/// What is to be asked, and how the answer is wanted.
package struct Question: Sendable {
    package var prompt: String
    package var system: String?
    /// Request parameters by their names on the wire, in order; later ones win.
    package var parameters: [(name: String, value: JSONValue)]
    package var maxTokens: Int?
    package var streams = true
    package var writesJSON = false

    package init(prompt: String, system: String?, parameters: [(name: String, value: JSONValue)]) {
        self.prompt = prompt
        self.system = system
        self.parameters = parameters
    }

    package var messages: [ChatMessage] {
        (system.map { $0.isEmpty ? [] : [.system($0)] } ?? []) + [.user(prompt)]
    }

    /// The fields besides model and messages: the profile's, then those of the command line.
    package func fields(over defaults: JSONObject, limitName: String) -> JSONObject {
        var fields = defaults
        let limits = ["max_tokens", "max_completion_tokens"]
        let setsLimit = maxTokens != nil || parameters.contains { limits.contains($0.name) }
        // Two limits with different names would contradict each other.
        if setsLimit { for name in limits { fields[name] = nil } }
        for (name, value) in parameters { fields[name] = value }
        if let maxTokens {
            for name in limits { fields[name] = nil }
            fields[limitName] = .integer(Int64(maxTokens))
        }
        return fields
    }
}
