package import Subprocess

extension Environment {
    /// These variables and no others; those whose names the system cannot take are left out.
    package static func only(_ variables: [String: String]) -> Environment {
        var keys: [Key: String] = [:]
        for (name, value) in variables {
            if let key = Key(rawValue: name) { keys[key] = value }
        }
        return .custom(keys)
    }
}
