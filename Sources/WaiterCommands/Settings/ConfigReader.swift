internal import Waiter

/// Takes values out of a file that people write, and names what has the wrong type.
struct ConfigReader {
    let path: String

    func check(_ object: JSONObject, known: [String], at place: String) throws {
        for (key, _) in object where !known.contains(key) {
            let nearest = NearestName.find(key, in: known).map { "did you mean '\($0)'?" }
            throw CommandFailure.usage("unknown key '\(place)\(key)' in \(path)", nextStep: nearest)
        }
    }

    private func wrong(_ place: String, _ expected: String) -> CommandFailure {
        .usage("'\(place)' in \(path) must be \(expected)")
    }

    func object(_ value: JSONValue, _ place: String) throws -> JSONObject {
        guard let object = value.objectValue else { throw wrong(place.isEmpty ? "the whole" : place, "an object") }
        return object
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
            throw wrong(place + key, "a number of seconds above 0 and up to 86400")
        }
        return number
    }

    func integer(_ object: JSONObject, _ key: String, at place: String) throws -> Int? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.intValue, (0...100).contains(number) else {
            throw wrong(place + key, "a whole number from 0 to 100")
        }
        return number
    }
}
