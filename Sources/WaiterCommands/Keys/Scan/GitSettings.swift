/// The git settings in the environment, except for those that may contain a secret.
///
/// A command such as `git -c http.extraHeader='Authorization: ...' commit` passes its settings to the commit hooks.
/// Scripts can also pass settings through `GIT_CONFIG_KEY_0`. A scan needs only the `safe.*` settings, which list the
/// trusted directories, and the `core.*` settings.
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

    /// Returns the words in a shell-quoted list, such as `'core.x'='a b' 'safe.directory=*'`. Each word is returned
    /// with and without its quotation marks.
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
