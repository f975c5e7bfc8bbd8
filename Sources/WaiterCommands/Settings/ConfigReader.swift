internal import Waiter
internal import WaiterConversation
internal import WaiterModels

/// Reads typed values from a hand-written file. Errors name the invalid key.
struct ConfigReader {
    let path: String

    func check(_ object: JSONObject, known: [String], at place: String) throws {
        for (key, _) in object where !known.contains(key) {
            let nearest = NearestName.find(key, in: known).map { "did you mean '\($0)'?" }
            throw CommandFailure.usage("unknown key '\(place)\(key)' in \(path)", nextStep: nearest)
        }
    }

    func wrong(_ place: String, _ expected: String) -> CommandFailure {
        .usage("'\(place)' in \(path) must be \(expected)")
    }

    func object(_ value: JSONValue, _ place: String) throws -> JSONObject {
        if let object = value.objectValue { return object }
        if place.isEmpty { throw CommandFailure.usage("\(path) must contain an object", nextStep: "start it with {") }
        throw wrong(place, "an object")
    }

    /// Reads request options, whose names and types are validated.
    ///
    /// If a name starts with a plus, the plus is removed and the name is not validated.
    func options(_ object: JSONObject, at place: String) throws -> JSONObject {
        var options = JSONObject()
        for (name, value) in try self.object(object["options"] ?? [:], place + "options") {
            if name.hasPrefix("+"), name.count > 1 {
                options[String(name.dropFirst())] = value
                continue
            }
            guard let kind = RequestParameters.kinds[name] else {
                let nearest = NearestName.find(name, in: RequestParameters.kinds.keys.sorted())
                throw CommandFailure.usage(
                    "unknown request option '\(place)options.\(name)' in \(path)",
                    nextStep: (nearest.map { "did you mean '\($0)'? " } ?? "")
                        + "to set any other field, write \"+\(name)\""
                )
            }
            guard kind.accepts(value) else { throw wrong("\(place)options.\(name)", kind.expected) }
            options[name] = value
        }
        return options
    }

    func count(_ object: JSONObject, _ key: String, at place: String) throws -> Int? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.intValue, number >= 1 else { throw wrong(place + key, "an integer of at least 1") }
        return number
    }

    func string(_ object: JSONObject, _ key: String, at place: String) throws -> String? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let text = value.stringValue, !text.isEmpty else { throw wrong(place + key, "a string") }
        return text
    }

    func bool(_ object: JSONObject, _ key: String, at place: String) throws -> Bool? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let bool = value.boolValue else { throw wrong(place + key, "true or false") }
        return bool
    }

    func number(_ object: JSONObject, _ key: String, at place: String) throws -> Double? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.doubleValue, number > 0, number <= 86_400 else {
            throw wrong(place + key, "a number of seconds greater than 0 and at most 86400")
        }
        return number
    }

    func integer(_ object: JSONObject, _ key: String, at place: String) throws -> Int? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.intValue, (0...100).contains(number) else {
            throw wrong(place + key, "an integer from 0 to 100")
        }
        return number
    }
}
