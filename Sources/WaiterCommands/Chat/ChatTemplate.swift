/// A template that the first question of a chat is put into.
package struct ChatTemplate: Sendable {
    private let template: Template
    private let values: [(name: String, value: String)]

    package init(_ template: Template, values: [(name: String, value: String)]) {
        (self.template, self.values) = (template, values)
    }

    /// The system prompt; nil when the template has none.
    ///
    /// - Throws: `CommandFailure` naming the values that are missing.
    package func system() throws -> String? {
        var alone = template
        alone.prompt = ""
        let names = Set(alone.placeNames)
        return try alone.filled(input: "", values: values.filter { names.contains($0.name) }).system
    }

    /// The question in its place.
    ///
    /// - Throws: `CommandFailure` naming the values that are missing, or that have no place.
    func filled(with question: String) throws -> String {
        try template.filled(input: question, values: values).prompt
    }
}
