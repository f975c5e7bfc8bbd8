package import Subprocess

extension Environment {
    /// Creates an environment that contains only the given variables. Variables whose names the system does not allow
    /// are skipped.
    package static func only(_ variables: [String: String]) -> Environment {
        var keys: [Key: String] = [:]
        for (name, value) in variables {
            if let key = Key(rawValue: name) { keys[key] = value }
        }
        return .custom(keys)
    }
}
