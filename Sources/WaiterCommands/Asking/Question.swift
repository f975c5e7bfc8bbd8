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
        for (name, value) in parameters { RequestParameters.set(name, value, in: &fields) }
        if let maxTokens { RequestParameters.set(limitName, .integer(Int64(maxTokens)), in: &fields) }
        return fields
    }
}
