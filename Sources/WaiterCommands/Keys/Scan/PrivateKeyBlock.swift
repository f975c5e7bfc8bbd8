/// A private key in the text format of OpenSSL, OpenSSH or GnuPG.
package struct PrivateKeyBlock: KeyDetector {
    package static let kind = "private-key"

    private static let opening = Array("-----BEGIN ".utf8)
    private static let words = ["PRIVATE KEY-----", "PRIVATE KEY BLOCK-----"].map { Array($0.utf8) }
    /// The maximum length of the name of a key family (RSA, EC, OPENSSH, ENCRYPTED or PGP), including spaces.
    private static let longestFamily = 12
    /// The number of bytes to search for key data, from the end of the opening line. They include headers such as
    /// `Proc-Type: 4,ENCRYPTED`.
    private static let reach = 400
    private static let shortestRun = 40

    package init() {}

    package var lead: [UInt8] { Self.opening }

    package func match(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> KeyMatch? {
        guard Self.has(Self.opening, in: text, at: start) else { return nil }
        var end = start + Self.opening.count
        let limit = min(text.count, end + Self.longestFamily)
        while true {
            if let word = Self.words.first(where: { Self.has($0, in: text, at: end) }) {
                end += word.count
                return Self.hasKey(text, after: end) ? KeyMatch(kind: Self.kind, range: start..<end) : nil
            }
            guard end < limit, text[end] == UInt8(ascii: " ") || ByteSet.upper.contains(byte: text[end]) else {
                return nil
            }
            end += 1
        }
    }

    /// Returns whether base64 data follows. In documentation, an ellipsis often follows instead.
    private static func hasKey(_ text: UnsafeBufferPointer<UInt8>, after start: Int) -> Bool {
        let end = min(text.count, start + reach)
        var runStart = start
        for place in start..<end where !ByteSet.base64.contains(byte: text[place]) {
            if isKey(text, runStart..<place) { return true }
            runStart = place + 1
        }
        return isKey(text, runStart..<end)
    }

    private static func isKey(_ text: UnsafeBufferPointer<UInt8>, _ run: Range<Int>) -> Bool {
        guard run.count >= shortestRun else { return false }
        // Some formats start with a long constant part, such as AAAAAAAA in OpenSSH keys.
        return KeyDemands.entropy(of: UnsafeBufferPointer(rebasing: text[run])) >= 3
    }

    private static func has(_ bytes: [UInt8], in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        text.count - start >= bytes.count && bytes.indices.allSatisfy { text[start + $0] == bytes[$0] }
    }
}
