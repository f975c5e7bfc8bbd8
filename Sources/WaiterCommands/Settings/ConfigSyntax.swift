internal import Waiter

/// Finds the place of a syntax error, which Foundation's decoder does not tell for JSON5.
package enum ConfigSyntax {
    /// Line and column from 1 of the first error, for files that are JSON with comments and trailing commas; nil where
    /// other liberties of JSON5 come before it.
    package static func place(of bytes: [UInt8]) -> (line: Int, column: Int)? {
        let plain = withoutComments(bytes)
        let failure: JSONError
        do {
            _ = try JSONValue(parsing: plain)
            return nil
        } catch let error as JSONError {
            failure = error
        } catch {
            return nil
        }
        let offset = min(failure.offset, bytes.count)
        if offset < bytes.count, isJSON5Start(bytes[offset]), !plain[..<offset].contains(UInt8(ascii: "\"")) {
            return nil
        }
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
        return (before.count { $0 == 0x0A } + 1, column)
    }

    private static func isJSON5Start(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "'") || (0x61...0x7A).contains(byte | 0x20)
    }

    /// The same bytes with comments and trailing commas turned into spaces, so that offsets stay.
    private static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
        var output = bytes
        var index = 0
        var comma: Int?
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if byte == UInt8(ascii: "\"") {
                index = endOfString(bytes, from: index)
                comma = nil
            } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "/") || next == UInt8(ascii: "*") {
                let end = endOfComment(bytes, from: index, isBlock: next == UInt8(ascii: "*"))
                for place in index..<end where output[place] != 0x0A { output[place] = 0x20 }
                index = end
            } else {
                if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"), let place = comma { output[place] = 0x20 }
                if byte > 0x20 { comma = byte == UInt8(ascii: ",") ? index : nil }
                index += 1
            }
        }
        return output
    }

    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 2
            } else if bytes[index] == UInt8(ascii: "\"") {
                return index + 1
            } else {
                index += 1
            }
        }
        return bytes.count
    }

    private static func endOfComment(_ bytes: [UInt8], from start: Int, isBlock: Bool) -> Int {
        var index = start + 2
        while index < bytes.count {
            if isBlock, bytes[index] == UInt8(ascii: "*"), index + 1 < bytes.count,
                bytes[index + 1] == UInt8(ascii: "/")
            {
                return index + 2
            }
            if !isBlock, bytes[index] == 0x0A { return index }
            index += 1
        }
        return bytes.count
    }
}
