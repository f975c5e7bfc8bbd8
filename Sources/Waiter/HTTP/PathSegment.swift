/// Percent-encodes path segments and query items. Because an ID is encoded, it can neither add a path segment nor start
/// a query.
package enum PathSegment {
    /// An error for a segment that cannot be part of a path.
    package struct Invalid: Error {
        /// The reason, on one line.
        package let message: String
    }

    /// Returns a percent-encoded segment. The unreserved and sub-delims characters of RFC 3986, `:` and `@` are left
    /// unchanged.
    ///
    /// - Throws: `Invalid` if the segment is empty, or if it is `.` or `..`, either encoded or unencoded.
    package static func encoded(_ segment: String) throws(Invalid) -> String {
        // Most segments contain only letters, so they can be returned without copying.
        if !segment.isEmpty, segment.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) { return segment }
        if segment.isEmpty { throw Invalid(message: "an ID must not be empty") }
        let plain = decoded(Substring(segment))
        if plain == "." || plain == ".." { throw Invalid(message: "'\(plain)' is not a valid ID") }
        return percentEncoded(segment, keeping: "-._~!$&'()*+,;=:@")
    }

    package static func encodedQuery(_ text: String) -> String {
        percentEncoded(text, keeping: "-._~")
    }

    /// Percent-encodes everything except letters and digits. Some programs encode secrets in this way.
    package static func fullyEncoded(_ text: String) -> String {
        percentEncoded(text, keeping: "")
    }

    private static func percentEncoded(_ text: String, keeping allowed: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        for byte in text.utf8 {
            let isAlphanumeric = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            if byte < 0x80, isAlphanumeric || allowed.utf8.contains(byte) {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Decodes percent-encoded text. Invalid escapes are left unchanged.
    package static func decoded(_ text: Substring) -> String {
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = JSONStringDecoder.hexValue(bytes[index + 1]),
                let low = JSONStringDecoder.hexValue(bytes[index + 2])
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
