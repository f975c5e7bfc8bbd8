internal import Synchronization

/// Masks keys in external text before it is shown, so that a key echoed by a server is not printed.
package final class Redactor: Sendable {
    private let secrets = Mutex<[String: SecretSpellings]>([:])

    package init(_ keys: [APIKey?] = []) {
        for key in keys.compactMap({ $0?.immediateValue }) { learn(key) }
    }

    /// Registers a secret, which is then recognized in every form that a server might echo.
    package func learn(_ secret: String) {
        guard secret.utf8.count >= 6 else { return }
        secrets.withLock { known in
            if known[secret] == nil { known[secret] = SecretSpellings(secret) }
        }
    }

    /// Returns the text with everything masked that is a known secret, a revealing part of one, or in the format of a
    /// key.
    package func redact(_ text: String) -> String {
        let known = secrets.withLock { $0 }.sorted { $0.key.utf8.count > $1.key.utf8.count }
        return Self.redactShapes(known.reduce(text) { $1.value.mask($0) })
    }

    /// Masks `sk-` followed by at least 16 letters, digits, `-` or `_`.
    package static func redactShapes(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        var changed = false
        while index < bytes.count {
            if bytes[index...].starts(with: "sk-".utf8) {
                let end = bytes[(index + 3)...].firstIndex { !isKeyByte($0) } ?? bytes.count
                if end - index - 3 >= 16 {
                    output += Array("sk-...".utf8) + bytes[(end - 4)..<end]
                    index = end
                    changed = true
                    continue
                }
            }
            output.append(bytes[index])
            index += 1
        }
        return changed ? String(decoding: output, as: UTF8.self) : text
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
    }
}

extension Redactor: CustomReflectable {
    /// An empty mirror, so that reflection does not expose the secrets.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
