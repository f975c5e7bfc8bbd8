internal import Waiter

/// The parser's description of an argument, option or flag.
package struct ArgumentDescription: Sendable {
    package enum Kind: String, Sendable {
        case positional, option, flag
    }

    /// Completions that a shell can offer without running `waiter`.
    package enum Completion: Sendable, Hashable {
        case values([String])
        case files
        case directories
    }

    package var kind: Kind
    /// The names with their dashes, such as `-m` and `--model`, or an empty array for a positional argument.
    package var names: [String]
    package var valueName: String
    package var abstract: String
    package var section: String?
    package var isRepeating: Bool
    package var isOptional: Bool
    /// The default value, or `nil` if there is none.
    package var defaultValue: String?
    /// The valid values, or an empty array if they do not form a fixed list.
    package var allValues: [String]
    package var completion: Completion?

    /// Decodes the parser's description or returns `nil` for arguments that are not shown in the help.
    init?(_ json: JSONValue) {
        guard json["shouldDisplay"]?.boolValue == true,
            let kind = json["kind"]?.stringValue.flatMap(Kind.init)
        else { return nil }
        self.kind = kind
        names = (json["names"]?.arrayValue ?? []).compactMap { name in
            name["name"]?.stringValue.map { (name["kind"] == "long" ? "--" : "-") + $0 }
        }
        valueName = json["valueName"]?.stringValue ?? ""
        abstract = json["abstract"]?.stringValue ?? ""
        section = json["sectionTitle"]?.stringValue
        isRepeating = json["isRepeating"]?.boolValue ?? false
        isOptional = json["isOptional"]?.boolValue ?? false
        defaultValue = kind == .flag ? nil : json["defaultValue"]?.stringValue
        allValues = (json["allValues"]?.arrayValue ?? []).compactMap(\.stringValue)
        let kinds = json["completionKind"]
        if let values = (kinds?["list"]?["values"] ?? json["allValues"])?.arrayValue {
            completion = .values(values.compactMap(\.stringValue))
        } else if kinds?["file"] != nil {
            completion = .files
        } else if kinds?["directory"] != nil {
            completion = .directories
        }
    }
}
