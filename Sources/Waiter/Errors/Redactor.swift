internal import Synchronization

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Takes keys out of text that comes from elsewhere, before it is shown: a server that echoes the key must not make us
/// print it.
package final class Redactor: Sendable {
    private let secrets = Mutex<Set<String>>([])

    package init(_ keys: [APIKey?] = []) {
        for key in keys.compactMap({ $0?.immediateValue }) { learn(key) }
    }

    /// Remembers a secret in the forms in which it could come back.
    package func learn(_ secret: String) {
        guard secret.utf8.count >= 6 else { return }
        secrets.withLock { known in
            guard known.insert(secret).inserted else { return }
            known.insert(PathSegment.encodedQuery(secret))
            known.insert(Data(secret.utf8).base64EncodedString())
        }
    }

    /// The text with every known secret, and everything of a key's shape, masked.
    package func redact(_ text: String) -> String {
        var text = text
        for secret in secrets.withLock({ $0 }).sorted(by: { $0.utf8.count > $1.utf8.count }) {
            text = text.replacing(secret, with: APIKey.masked(secret))
        }
        return Self.redactShapes(text)
    }

    /// Masks what looks like `sk-` and at least 16 letters, digits, `-` or `_`.
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
