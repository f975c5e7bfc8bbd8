internal import Waiter

/// The storage format for the tags of an attempt, which is a JSON array of strings.
enum TagList {
    static func read(_ text: String?) -> [String] {
        guard let text, case .array(let values)? = try? JSONValue(jsonText: text) else { return [] }
        return values.compactMap(\.stringValue)
    }

    /// Returns the text to store in the column, or `nil` if there are no tags.
    static func text(_ tags: [String]) -> String? {
        tags.isEmpty ? nil : JSONValue.array(tags.map { .string($0) }).jsonText
    }
}
