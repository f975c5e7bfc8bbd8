internal import Synchronization

/// Masks keys in external text before it is shown, so that a key echoed by a server is not printed.
package final class Redactor: Sendable {
    private struct State {
        var known: Set<String> = []
        /// The secrets, longest first.
        var spellings: [(length: Int, spellings: SecretSpellings)] = []
    }

    private let state = Mutex(State())

    package init(_ keys: [APIKey?] = []) {
        for key in keys.compactMap({ $0?.immediateValue }) { learn(key) }
    }

    /// Registers a secret, which is then recognized in every form in which a server might echo it.
    package func learn(_ secret: String) {
        let length = secret.utf8.count
        guard length >= 6 else { return }
        state.withLock { state in
            guard state.known.insert(secret).inserted else { return }
            let place = state.spellings.firstIndex { $0.length < length } ?? state.spellings.endIndex
            state.spellings.insert((length, SecretSpellings(secret)), at: place)
        }
    }

    /// Returns the text with known secrets masked, as well as parts that would reveal them and anything in the format of a key.
    ///
    /// Redacting short text without secrets takes less than a microsecond, which matters because every call masks its metadata.
    package func redact(_ text: String) -> String {
        var bytes = Array(text.utf8)
        var isChanged = false
        for (_, spellings) in state.withLock({ $0.spellings }) where spellings.mask(&bytes) { isChanged = true }
        if let masked = Self.maskShapes(bytes) { return String(decoding: masked, as: UTF8.self) }
        return isChanged ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// Masks `sk-` followed by at least 16 letters, digits, `-` or `_`.
    package static func redactShapes(_ text: String) -> String {
        maskShapes(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Returns the text with everything in the format of a key masked, or `nil` if there is nothing to mask.
    private static func maskShapes(_ bytes: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var (index, copied) = (0, 0)
        // The shortest match has 19 bytes.
        while index + 19 <= bytes.count {
            guard bytes[index] == 0x73, bytes[index + 1] == 0x6B, bytes[index + 2] == 0x2D else {
                index += 1
                continue
            }
            let end = bytes[(index + 3)...].firstIndex { !isKeyByte($0) } ?? bytes.count
            guard end - index - 3 >= 16 else {
                index += 1
                continue
            }
            output += bytes[copied..<index]
            output += "sk-...".utf8
            output += bytes[(end - 4)..<end]
            (index, copied) = (end, end)
        }
        return copied > 0 ? output + bytes[copied...] : nil
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
    }
}

extension Redactor: CustomReflectable {
    /// An empty mirror, so that reflection does not expose the secrets.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
