internal import Synchronization

/// Masks keys in external text before the text is shown, so that a key is not printed if a server echoes it.
package final class Redactor: Sendable {
    private struct State {
        var known: Set<String> = []
        /// The secrets, longest first.
        var secrets: [SecretSpellings] = []
    }

    private let state = Mutex(State())
    /// The minimum length of a secret, in bytes.
    private static let shortestSecret = 6
    /// The length of the shortest text that has the format of a key, in bytes.
    private static let shortestShape = 19

    package init(_ keys: [APIKey?] = []) {
        for key in keys.compactMap({ $0?.immediateValue }) { learn(key) }
    }

    /// Registers a secret. From then on, the secret is recognized in every form in which a server might echo it.
    package func learn(_ secret: String) {
        let length = secret.utf8.count
        guard length >= Self.shortestSecret else { return }
        state.withLock { state in
            guard state.known.insert(secret).inserted else { return }
            let place = state.secrets.firstIndex { $0.length < length } ?? state.secrets.endIndex
            state.secrets.insert(SecretSpellings(secret), at: place)
        }
    }

    /// Masks known secrets, parts that would reveal them, and any text that has the format of a key.
    package func redact(_ text: String) -> String { masked(text) ?? text }

    /// Returns the same text as `redact`, or `nil` if there is nothing to mask.
    ///
    /// For short text without secrets, this method takes tens of nanoseconds and requires no allocation. This matters
    /// because the metadata of every observed call is masked.
    package func masked(_ text: String) -> String? {
        guard text.utf8.count >= Self.shortestSecret else { return nil }
        let secrets = state.withLock { $0.secrets }
        var text = text
        let mayChange = text.withUTF8 { bytes in
            Self.firstShape(in: bytes, from: 0) != nil || secrets.contains { $0.mayOccur(in: bytes) }
        }
        guard mayChange else { return nil }
        var bytes = Array(text.utf8)
        var isChanged = false
        for secret in secrets where secret.mask(&bytes) { isChanged = true }
        if let masked = Self.maskShapes(bytes) { return String(decoding: masked, as: UTF8.self) }
        return isChanged ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Masks `sk-` followed by at least 16 letters, digits, `-` or `_`.
    package static func redactShapes(_ text: String) -> String {
        maskShapes(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Masks anything in the format of a key. Returns `nil` if there is nothing to mask.
    private static func maskShapes(_ bytes: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var copied = 0
        while let shape = bytes.withUnsafeBufferPointer({ firstShape(in: $0, from: copied) }) {
            output += bytes[copied..<shape.lowerBound]
            output += "sk-...".utf8
            output += bytes[(shape.upperBound - 4)..<shape.upperBound]
            copied = shape.upperBound
        }
        return copied > 0 ? output + bytes[copied...] : nil
    }

    /// Returns the range of the first key-like part of the text.
    private static func firstShape(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var index = start
        while index + shortestShape <= bytes.count {
            if bytes[index] == 0x73, bytes[index + 1] == 0x6B, bytes[index + 2] == 0x2D {
                let end = bytes[(index + 3)...].firstIndex { !isKeyByte($0) } ?? bytes.count
                if end - index >= shortestShape { return index..<end }
            }
            index += 1
        }
        return nil
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
    }
}

extension Redactor: CustomReflectable {
    /// An empty mirror, so that reflection does not expose the secrets.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
