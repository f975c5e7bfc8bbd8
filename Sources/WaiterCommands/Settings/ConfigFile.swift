package import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The user's `config.json`: JSON5, so that comments are allowed.
package struct ConfigFile: Sendable {
    package var profile: String?
    package var model: String?
    package var timeout: Double?
    package var retries: Int?
    package var options = JSONObject()
    /// The profiles as they stand in the file; what one leaves out may be built in.
    package var profiles: [String: Profile] = [:]

    private static let keys = ["profile", "model", "timeout", "retries", "options", "profiles"]
    private static let profileKeys = [
        "base_url", "key", "key_env", "model", "system", "options", "timeout", "retries", "allow_plain_http",
    ]

    /// Reads the file; without one everything is as built in.
    ///
    /// - Throws: `CommandFailure` that names the file and the key, or line and column, that are wrong.
    package init(path: String) throws {
        guard let (bytes, _) = try TextFile.read(path) else { return }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let value: JSONValue
        do {
            value = try decoder.decode(JSONValue.self, from: Data(bytes))
        } catch {
            let place = ConfigSyntax.place(of: bytes).map { ", line \($0.line), column \($0.column)" } ?? ""
            throw CommandFailure.usage("the config file is no valid JSON5 (\(path)\(place))")
        }
        let reader = ConfigReader(path: path)
        let object = try reader.object(value, "")
        try reader.check(object, known: Self.keys, at: "")
        profile = try reader.string(object, "profile", at: "")
        model = try reader.string(object, "model", at: "")
        timeout = try reader.number(object, "timeout", at: "")
        retries = try reader.integer(object, "retries", at: "")
        options = try reader.object(object["options"] ?? [:], "options")
        for (name, value) in try reader.object(object["profiles"] ?? [:], "profiles") {
            profiles[name] = try Self.profile(name, try reader.object(value, "profiles.\(name)"), reader)
        }
    }

    private static func profile(_ name: String, _ object: JSONObject, _ reader: ConfigReader) throws -> Profile {
        let place = "profiles.\(name)."
        try reader.check(object, known: profileKeys, at: place)
        var profile = Profile(name: name)
        profile.baseURL = try reader.string(object, "base_url", at: place)
        profile.keyName = try reader.string(object, "key", at: place)
        profile.keyVariable = try reader.string(object, "key_env", at: place)
        profile.model = try reader.string(object, "model", at: place)
        profile.system = try reader.string(object, "system", at: place)
        profile.timeout = try reader.number(object, "timeout", at: place)
        profile.retries = try reader.integer(object, "retries", at: place)
        profile.allowsPlainHTTP = try reader.bool(object, "allow_plain_http", at: place) ?? false
        profile.options = try reader.object(object["options"] ?? [:], place + "options")
        return profile
    }
}

/// Takes values out of the config file and names what has the wrong type.
private struct ConfigReader {
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
