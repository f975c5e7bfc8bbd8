import Waiter

/// Values that conform to a schema and together contain every member of it.
///
/// A union contributes a value for each of its alternatives; in an array, the alternatives are elements of one value. A named
/// schema contributes its alternatives where it occurs first, and a single value elsewhere.
final class SchemaSamples {
    /// A member of no schema, by which objects are recognized that keep everything.
    static let probe = "waiter_probe"

    private let description: APIDescription
    /// Whether each object has a member of no schema.
    private let hasProbes: Bool
    private var expanded: Set<String> = []

    init(_ description: APIDescription, hasProbes: Bool = false) {
        self.description = description
        self.hasProbes = hasProbes
    }

    func samples(of schema: JSONValue, within parents: [String] = []) -> [JSONValue] {
        if let reference = schema["$ref"]?.stringValue {
            // Recursive schemas, such as filters of filters, are entered twice.
            guard parents.count(where: { $0 == reference }) < 2 else { return [] }
            let samples = samples(of: description.resolved(schema), within: parents + [reference])
            return expanded.insert(reference).inserted ? samples : Array(samples.prefix(1))
        }
        if let value = schema["const"] ?? schema["enum"]?.arrayValue?.first(where: { !$0.isNull }) { return [value] }
        if let parts = schema["allOf"]?.arrayValue {
            let merged = combined(parts.map { samples(of: $0, within: parents) }) { .object(Self.merged($0)) }
            return merged.isEmpty ? [] : merged
        }
        if let properties = schema["properties"]?.objectValue, !properties.isEmpty {
            return objects(properties, schema, parents)
        }
        if let alternatives = schema["anyOf"]?.arrayValue ?? schema["oneOf"]?.arrayValue {
            return alternatives.filter { $0["type"] != "null" }.flatMap { samples(of: $0, within: parents) }
        }
        // A schema without keywords describes any value; such members are objects in practice.
        return schema.objectValue?.isEmpty == true ? [["1": "text"]] : values(schema, parents)
    }

    private func values(_ schema: JSONValue, _ parents: [String]) -> [JSONValue] {
        let types = schema["type"]?.arrayValue ?? [schema["type"] ?? .null]
        switch types.first(where: { $0 != "null" })?.stringValue {
        case "array":
            let elements = samples(of: schema["items"] ?? .object(JSONObject()), within: parents)
            return [.array(Array(elements.prefix(schema["maxItems"]?.intValue ?? .max)))]
        case "object":
            guard let values = schema["additionalProperties"], values.objectValue?.isEmpty == false else {
                return [["1": "text"]]
            }
            return samples(of: values, within: parents).map { ["1": $0] }
        case "integer", "number": return [number(schema)]
        case "boolean": return [true]
        case "null": return [.null]
        default: return ["text"]
        }
    }

    private func number(_ schema: JSONValue) -> JSONValue {
        let least = schema["minimum"]?.doubleValue ?? schema["exclusiveMinimum"]?.doubleValue ?? 0
        let most = schema["maximum"]?.doubleValue ?? schema["exclusiveMaximum"]?.doubleValue ?? .infinity
        return least > 1 ? .integer(Int64(least.rounded(.up))) : most < 1 ? .number((least + most) / 2) : 1
    }

    private func objects(_ properties: JSONObject, _ schema: JSONValue, _ parents: [String]) -> [JSONValue] {
        let required = schema["required"]?.arrayValue ?? []
        var names: [String] = []
        var values: [[JSONValue]] = []
        for (name, property) in properties.members {
            let samples = samples(of: property, within: parents)
            if samples.isEmpty {
                if required.contains(.string(name)) { return [] }
            } else {
                names.append(name)
                values.append(samples)
            }
        }
        return combined(values) { values in
            var object = JSONObject(zip(names, values))
            if hasProbes { object[Self.probe] = "probe" }
            return .object(object)
        }
    }

    /// Returns a value of the first alternatives, and one for every other alternative of a part.
    private func combined(_ parts: [[JSONValue]], _ make: ([JSONValue]) -> JSONValue) -> [JSONValue] {
        let first = parts.compactMap(\.first)
        guard first.count == parts.count else { return [] }
        var results = [make(first)]
        for (position, alternatives) in parts.enumerated() {
            for alternative in alternatives.dropFirst() {
                var values = first
                values[position] = alternative
                results.append(make(values))
            }
        }
        return results
    }

    private static func merged(_ objects: [JSONValue]) -> JSONObject {
        var result = JSONObject()
        for (key, value) in objects.flatMap({ $0.objectValue?.members ?? [] }) { result[key] = value }
        return result
    }
}

extension JSONObject {
    fileprivate init(_ pairs: Zip2Sequence<[String], [JSONValue]>) {
        self.init(pairs.map { ($0, $1) })
    }
}
