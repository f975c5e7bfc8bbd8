/// A template for the first question of a chat.
package struct ChatTemplate: Sendable {
    private let template: Template
    private let values: [(name: String, value: String)]

    package init(_ template: Template, values: [(name: String, value: String)]) {
        (self.template, self.values) = (template, values)
    }

    /// Returns the system prompt, or `nil` if the template has none.
    ///
    /// - Throws: `CommandFailure` if values are missing. The error names the missing values.
    package func system() throws -> String? {
        var alone = template
        alone.prompt = ""
        let names = Set(alone.placeNames)
        return try alone.filled(input: "", values: values.filter { names.contains($0.name) }).system
    }

    /// Returns the template with the question inserted.
    ///
    /// - Throws: `CommandFailure` if values are missing or have no placeholder. The error names these values.
    func filled(with question: String) throws -> String {
        try template.filled(input: question, values: values).prompt
    }
}
