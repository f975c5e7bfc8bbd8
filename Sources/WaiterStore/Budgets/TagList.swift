internal import Waiter

/// The tags of an attempt, as a column holds them: a JSON array of strings.
enum TagList {
    static func read(_ text: String?) -> [String] {
        guard let text, case .array(let values)? = try? JSONValue(jsonText: text) else { return [] }
        return values.compactMap(\.stringValue)
    }

    /// The column's text; nil for no tags.
    static func text(_ tags: [String]) -> String? {
        tags.isEmpty ? nil : JSONValue.array(tags.map { .string($0) }).jsonText
    }
}
