import Waiter

/// The members of samples that a type preserves when it decodes and encodes them.
///
/// A path such as `output[message].content[output_text].text` names a member; the type in brackets is that of the element.
struct FieldCoverage: Codable, Equatable {
    /// The members that have a type.
    var typed: Set<String> = []
    /// The objects that are kept as JSON, with all their members.
    var json: Set<String> = []
    /// The members that are dropped.
    var lost: Set<String> = []

    var isEmpty: Bool { typed.isEmpty && json.isEmpty && lost.isEmpty }

    /// Compares the values before and after a round trip.
    mutating func add(_ sent: JSONValue, _ kept: JSONValue?, at path: String = "") {
        switch sent {
        case .object(let members): add(members, kept, at: path)
        case .array(let elements):
            let others = kept?.arrayValue ?? []
            for (index, element) in elements.enumerated() {
                let other = others.count == elements.count ? others[index] : nil
                add(element, other, at: path + "[\(element["type"]?.stringValue ?? "")]")
            }
            if elements.isEmpty { note(path, kept?.arrayValue != nil) }
        default: note(path, Self.equal(sent, kept))
        }
    }

    /// Names that a type encodes for members of other names, which it also decodes.
    private static let synonyms = [
        "input_tokens": "prompt_tokens", "output_tokens": "completion_tokens",
        "input_tokens_details": "prompt_tokens_details", "output_tokens_details": "completion_tokens_details",
    ]

    private mutating func add(_ members: JSONObject, _ kept: JSONValue?, at path: String) {
        guard let other = kept?.objectValue else {
            // A reference may be encoded as the ID alone.
            return note(path, kept != nil && kept == members["id"])
        }
        guard other[SchemaSamples.probe] == nil else {
            json.insert(path.isEmpty ? "*" : path)
            return
        }
        note(path, true)
        for (key, value) in members.members where key != SchemaSamples.probe {
            let tag = value["type"]?.stringValue.map { "(\($0))" } ?? ""
            let path = (path.isEmpty ? "" : path + ".") + key + tag
            if key == "object", other[key]?.stringValue != nil {
                // The object type is a constant, which a type may encode without keeping it.
                note(path, true)
            } else {
                add(value, other[key] ?? Self.synonyms[key].flatMap { other[$0] }, at: path)
            }
        }
    }

    private mutating func note(_ path: String, _ isKept: Bool) {
        if isKept {
            if !path.isEmpty { typed.insert(path) }
        } else {
            lost.insert(path.isEmpty ? "*" : path)
        }
    }

    /// A member that one alternative keeps and another drops is dropped.
    mutating func settle() {
        typed.subtract(lost)
        json.subtract(lost)
        typed.subtract(json)
    }

    private static func equal(_ left: JSONValue, _ right: JSONValue?) -> Bool {
        if let number = left.doubleValue { return number == right?.doubleValue }
        return left == right
    }

    /// Returns the coverage of a schema by a type, and the errors of samples that it cannot decode.
    static func of<Value: Codable>(
        _ type: Value.Type,
        _ schema: JSONValue,
        _ description: APIDescription
    ) -> (coverage: FieldCoverage, errors: [String]) {
        var coverage = FieldCoverage()
        var errors: [String] = []
        for sample in SchemaSamples(description, hasProbes: true).samples(of: schema) {
            do {
                let value = try JSONBodyDecoder.decode(Value.self, from: JSONBodyEncoder.encode(sample))
                coverage.add(sample, try JSONValue(parsing: JSONBodyEncoder.encode(value)))
            } catch {
                errors.append("\(Value.self): \(error)")
            }
        }
        coverage.settle()
        return (coverage, errors)
    }

    init() {}

    private enum CodingKeys: String, CodingKey { case typed, json, lost }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        typed = Set(try container.decodeIfPresent([String].self, forKey: .typed) ?? [])
        json = Set(try container.decodeIfPresent([String].self, forKey: .json) ?? [])
        lost = Set(try container.decodeIfPresent([String].self, forKey: .lost) ?? [])
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(typed.sorted(), forKey: .typed)
        if !json.isEmpty { try container.encode(json.sorted(), forKey: .json) }
        if !lost.isEmpty { try container.encode(lost.sorted(), forKey: .lost) }
    }
}
