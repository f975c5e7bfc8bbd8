/// Encodes what callers put into paths, so that an id can neither leave its place nor start a query.
package enum PathSegment {
    /// One segment, percent-encoded but for RFC 3986's unreserved and sub-delims, `:` and `@`.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` for an empty segment and for `.` and `..`, encoded or not.
    package static func encoded(_ segment: String) throws -> String {
        if segment.isEmpty {
            throw OpenAIError(.invalidRequest, "an empty id cannot be part of a path")
        }
        let plain = decoded(Substring(segment))
        if plain == "." || plain == ".." {
            throw OpenAIError(.invalidRequest, "'\(plain)' cannot be an id")
        }
        return percentEncoded(segment, keeping: "-._~!$&'()*+,;=:@")
    }

    /// A path given by the caller, its segments encoded one by one; a slash at the start makes no difference.
    package static func encodedPath(_ path: String) throws -> String {
        var rest = Substring(path)
        if rest.first == "/" { rest.removeFirst() }
        guard !rest.isEmpty else { throw OpenAIError(.invalidRequest, "the path is empty") }
        let segments = rest.split(separator: "/", omittingEmptySubsequences: false)
        // What is percent-encoded already stays as it is.
        return try segments.map { try encoded(decoded($0)) }.map { "/" + $0 }.joined()
    }

    package static func encodedQuery(_ text: String) -> String {
        percentEncoded(text, keeping: "-._~")
    }

    /// All but letters and digits percent-encoded, as careful programs do with secrets.
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

    /// Undoes percent-encoding; what is no valid escape stays as it is.
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
