package import Waiter
internal import WaiterPlatform

/// The choices that the user made with `waiter models`: the default model of each profile, and aliases.
///
/// The choices are stored in `models.json`, next to `config.json`. Waiter never writes `config.json`.
package struct ModelStore: Sendable {
    /// All members of the file, including unknown members, which are preserved.
    package private(set) var members: JSONObject = [:]
    private let path: String

    /// Reads the file. If the file does not exist, nothing has been chosen.
    ///
    /// - Throws: `CommandFailure` for an invalid member. The failure names the file and the member.
    package init(path: String) throws {
        self.path = path
        guard let (bytes, _) = try TextFile.readOwn(path) else { return }
        if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return }
        guard let object = try? JSONValue(parsing: bytes).objectValue else {
            let place = ConfigSyntax.place(of: bytes).map { ", line \($0.line), column \($0.column)" } ?? ""
            throw CommandFailure.usage("the list of default models is not a JSON object (\(path)\(place))")
        }
        members = object
        for key in ["default", "aliases"] {
            guard let value = object[key] else { continue }
            for (name, model) in value.objectValue ?? ["": .null] where model.stringValue?.isEmpty ?? true {
                let place = name.isEmpty ? key : "\(key).\(name)"
                let expected = name.isEmpty ? "an object" : "a model name"
                throw CommandFailure.usage("'\(place)' in \(path) must be \(expected)")
            }
        }
    }

    package func defaultModel(of profile: String) -> String? { members["default"]?[profile]?.stringValue }

    /// The aliases and their models, in file order.
    package var aliases: [(name: String, model: String)] {
        (members["aliases"]?.objectValue ?? [:]).compactMap { alias in alias.value.stringValue.map { (alias.key, $0) } }
    }

    /// Returns the profiles with a given default model.
    package func profiles(withDefault model: String) -> [String] {
        (members["default"]?.objectValue ?? [:]).filter { $0.value.stringValue == model }.map(\.key)
    }

    package mutating func setDefault(_ model: String?, of profile: String) { set("default", profile, model) }

    package mutating func setAlias(_ name: String, to model: String?) { set("aliases", name, model) }

    private mutating func set(_ key: String, _ name: String, _ model: String?) {
        var object = members[key]?.objectValue ?? [:]
        object[name] = model.map { .string($0) }
        members[key] = object.isEmpty ? nil : .object(object)
    }

    /// Resolves a chain of aliases to a model. Returns the name itself if it is not an alias.
    ///
    /// - Throws: `CommandFailure` for circular aliases.
    package func model(named name: String) throws -> String {
        var (current, seen) = (name, Set<String>())
        while let next = members["aliases"]?[current]?.stringValue {
            guard seen.insert(current).inserted else {
                throw CommandFailure.usage(
                    "the alias '\(name)' refers to itself (\(path))",
                    nextStep: "run: waiter models alias \(ShellWord.quoted(current)) --rm"
                )
            }
            current = next
        }
        return current
    }

    /// Resolves a name together with its source. If the name is an alias, the resulting source mentions the alias.
    ///
    /// - Throws: `CommandFailure` for circular aliases.
    package func resolved(_ found: SourcedValue) throws -> SourcedValue {
        let model = try model(named: found.value)
        if model == found.value { return found }
        return SourcedValue(value: model, source: "\(found.source), alias '\(found.value)'")
    }
}
