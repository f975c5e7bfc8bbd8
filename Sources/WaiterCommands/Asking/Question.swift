package import Waiter

/// A question to send to a model.
package struct Question: Sendable {
    package var prompt: String
    package var system: String?
    package var attachments: [Attachment] = []
    /// The request parameters in order, each with the name that is used in the request. Later parameters take
    /// precedence.
    package var parameters: [(name: String, value: JSONValue)]
    package var maxTokens: Int?

    package init(prompt: String, system: String?, parameters: [(name: String, value: JSONValue)]) {
        self.prompt = prompt
        self.system = system
        self.parameters = parameters
    }

    package var messages: [ChatMessage] {
        let system = self.system.map { $0.isEmpty ? [] : [ChatMessage.system($0)] } ?? []
        if prompt.allSatisfy(\.isWhitespace), attachments.isEmpty { return system }
        if attachments.isEmpty { return system + [.user(prompt)] }
        let text = prompt.isEmpty ? [] : [ChatContentPart.text(prompt)]
        return system + [.user(text + attachments.map(\.part))]
    }

    /// Returns the request fields other than model and messages. Fields given on the command line override the
    /// profile's fields.
    package func fields(over defaults: JSONObject, limitName: String) -> JSONObject {
        var fields = defaults
        for (name, value) in parameters { RequestParameters.set(name, value, in: &fields) }
        if let maxTokens { RequestParameters.set(limitName, .integer(Int64(maxTokens)), in: &fields) }
        return fields
    }
}
