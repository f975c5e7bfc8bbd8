/// Functions that create the names under which servers' tools are offered to models.
enum ToolName {
    /// The maximum length of a function name in the OpenAI protocol.
    private static let maximumLength = 64

    /// Returns a tool's name prefixed with its server's name, such as `time__now`.
    ///
    /// Characters that are not allowed in function names become `_`. If a name is changed or truncated, a checksum of
    /// the original name is appended to keep the names of different tools distinct.
    static func prefixed(_ tool: String, server: String) -> String {
        let name = "\(allowed(server))__\(allowed(tool))"
        if name.utf8.count <= maximumLength, allowed(tool) == tool { return name }
        let suffix = "_" + checksum("\(server)\n\(tool)")
        return name.prefix(maximumLength - suffix.count) + suffix
    }

    /// Returns the text with every character other than letters, digits, `_` and `-` replaced with `_`.
    static func allowed(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isAllowed($0) ? $0 : "_" }))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }

    /// Returns an FNV-1a hash as eight hexadecimal digits. The hash is the same in every process.
    private static func checksum(_ text: String) -> String {
        var hash: UInt32 = 0x811C_9DC5
        for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
