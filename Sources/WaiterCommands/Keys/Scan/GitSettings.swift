/// The git settings passed in the environment, without those that may contain a secret.
///
/// `git -c http.extraHeader='Authorization: ...' commit` passes its settings to the commit hooks, and so do scripts
/// through `GIT_CONFIG_KEY_0`. A scan needs only `safe.*`, which lists the trusted directories, and `core.*`.
enum GitSettings {
    /// Returns the variables that contain the `safe.*` and `core.*` settings.
    static func harmless(of environment: [String: String]) -> [String: String] {
        var result: [String: String] = [:]
        if let parameters = environment["GIT_CONFIG_PARAMETERS"] {
            let kept = words(parameters).filter { isHarmless($0.text) }.map(\.quoted)
            if !kept.isEmpty { result["GIT_CONFIG_PARAMETERS"] = kept.joined(separator: " ") }
        }
        guard let count = environment["GIT_CONFIG_COUNT"].flatMap({ Int($0) }) else { return result }
        var kept = 0
        for number in 0..<max(0, min(count, 10_000)) {
            guard let key = environment["GIT_CONFIG_KEY_\(number)"], isHarmless(key),
                let value = environment["GIT_CONFIG_VALUE_\(number)"]
            else { continue }
            result["GIT_CONFIG_KEY_\(kept)"] = key
            result["GIT_CONFIG_VALUE_\(kept)"] = value
            kept += 1
        }
        result["GIT_CONFIG_COUNT"] = "\(kept)"
        return result
    }

    private static func isHarmless(_ setting: String) -> Bool {
        let name = setting.lowercased()
        return name.hasPrefix("safe.") || name.hasPrefix("core.")
    }

    /// Returns the words in a shell-quoted list, such as `'core.x'='a b' 'safe.directory=*'`, both quoted and unquoted.
    private static func words(_ list: String) -> [(quoted: String, text: String)] {
        var words: [(quoted: String, text: String)] = [("", "")]
        var (isQuoted, isEscaped) = (false, false)
        for character in list {
            if character == " ", !isQuoted, !isEscaped {
                words.append(("", ""))
                continue
            }
            words[words.count - 1].quoted.append(character)
            if character == "'", !isEscaped {
                isQuoted.toggle()
            } else if character == "\\", !isQuoted, !isEscaped {
                isEscaped = true
                continue
            } else {
                words[words.count - 1].text.append(character)
            }
            isEscaped = false
        }
        return words
    }
}
