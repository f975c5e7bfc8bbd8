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
            for form in [PathSegment.encodedQuery(secret), PathSegment.fullyEncoded(secret)] {
                known.insert(form)
                known.insert(form.replacing(/%../) { $0.output.lowercased() })
            }
            for form in Self.base64Forms(of: secret) {
                known.insert(form)
                known.insert(form.replacing("+", with: "-").replacing("/", with: "_"))
            }
        }
    }

    /// The secret in base64, alone and behind one or two other bytes: what does not depend on its neighbours.
    private static func base64Forms(of secret: String) -> [String] {
        (0..<3).map { before in
            let bytes = [UInt8](repeating: 0, count: before) + Array(secret.utf8)
            let text = Data(bytes).base64EncodedString().prefix { $0 != "=" }
            let ownEnd = bytes.count % 3 == 0 ? text.endIndex : text.index(before: text.endIndex)
            return String(text[text.index(text.startIndex, offsetBy: [0, 2, 3][before])..<ownEnd])
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

extension Redactor: CustomReflectable {
    /// A mirror that holds nothing: what is to be kept out of sight is kept here.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
