/// Validators for email addresses, host names, IP addresses and URIs.
enum NetworkFormat {
    typealias Bytes = ArraySlice<UInt8>

    // MARK: Mailboxes and hosts

    /// Returns whether the text is a mailbox as defined by RFC 5321, with a plain or quoted local part.
    static func isEmail(_ bytes: Bytes) -> Bool {
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        guard (1...64).contains(local.count) else { return false }
        guard isDotAtom(local) || isQuoted(local) else { return false }
        guard domain.first == UInt8(ascii: "["), domain.last == UInt8(ascii: "]") else { return isHostname(domain) }
        let address = domain.dropFirst().dropLast()
        let prefix = Array("IPv6:".utf8)
        return address.starts(with: prefix) ? isIPv6(address.dropFirst(prefix.count)) : isIPv4(address)
    }

    private static func isDotAtom(_ bytes: Bytes) -> Bool {
        let special = Set("!#$%&'*+/=?^_`{|}~-".utf8)
        return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { $0.isLetter || $0.isDigit || special.contains($0) }
        }
    }

    private static func isQuoted(_ bytes: Bytes) -> Bool {
        guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else {
            return false
        }
        var isEscaped = false
        for byte in bytes.dropFirst().dropLast() {
            guard (0x20...0x7E).contains(byte), isEscaped || byte != UInt8(ascii: "\"") else { return false }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return !isEscaped
    }

    static func isHostname(_ bytes: Bytes) -> Bool {
        guard (1...253).contains(bytes.count) else { return false }
        return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        }
    }

    static func isIPv4(_ bytes: Bytes) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(\.isDigit)
                    && (part.count == 1 || part.first != UInt8(ascii: "0"))
                    && part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
            }
    }

    static func isIPv6(_ bytes: Bytes) -> Bool {
        let colon = UInt8(ascii: ":")
        var groups = bytes.split(separator: colon, omittingEmptySubsequences: false)
        guard groups.count >= 3 else { return false }
        // A `::` at either end produces an extra empty group.
        if groups[0].isEmpty {
            guard groups[1].isEmpty else { return false }
            groups.removeFirst()
        }
        if groups[groups.count - 1].isEmpty {
            guard groups[groups.count - 2].isEmpty else { return false }
            if groups.count > 1 { groups.removeLast() }
        }
        var count = groups.count
        if let last = groups.last, last.contains(UInt8(ascii: ".")) {
            guard isIPv4(last) else { return false }
            groups.removeLast()
            count += 1
        }
        let gaps = groups.count { $0.isEmpty }
        guard groups.allSatisfy({ $0.count <= 4 && $0.allSatisfy(\.isHexDigit) }) else { return false }
        return gaps == 0 ? count == 8 : gaps == 1 && count <= 8
    }

    // MARK: URIs

    /// Returns whether the text is a URI as defined by RFC 3986. A URI must have a scheme, and all characters that
    /// require escaping must be escaped.
    static func isURI(_ bytes: Bytes) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let first = bytes.first, first.isLetter else {
            return false
        }
        let schemeMarks = Set("+-.".utf8)
        guard bytes[..<colon].allSatisfy({ $0.isLetter || $0.isDigit || schemeMarks.contains($0) }) else {
            return false
        }
        var rest = bytes[(colon + 1)...]
        if rest.starts(with: Array("//".utf8)) {
            rest = rest.dropFirst(2)
            let ends = Set("/?#".utf8)
            let authority = rest.prefix { !ends.contains($0) }
            rest = rest.dropFirst(authority.count)
            guard isAuthority(authority) else { return false }
        }
        let fragments = rest.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
        return fragments.count <= 2 && fragments.allSatisfy { isEscaped($0, allowing: "-._~!$&'()*+,;=:@/?") }
    }

    private static func isAuthority(_ bytes: Bytes) -> Bool {
        var host = bytes
        if let at = host.lastIndex(of: UInt8(ascii: "@")) {
            guard isEscaped(host[..<at], allowing: "-._~!$&'()*+,;=:") else { return false }
            host = host[(at + 1)...]
        }
        if host.first == UInt8(ascii: "[") {
            guard let end = host.firstIndex(of: UInt8(ascii: "]")) else { return false }
            guard isIPv6(host[(host.startIndex + 1)..<end]) else { return false }
            host = host[(end + 1)...]
            guard host.isEmpty || host.first == UInt8(ascii: ":") else { return false }
        }
        if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
            guard host[(colon + 1)...].allSatisfy(\.isDigit) else { return false }
            host = host[..<colon]
        }
        return isEscaped(host, allowing: "-._~!$&'()*+,;=")
    }

    private static func isEscaped(_ bytes: Bytes, allowing marks: String) -> Bool {
        let marks = Set(marks.utf8)
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.prefix(2).count == 2, rest.prefix(2).allSatisfy(\.isHexDigit) else { return false }
                rest = rest.dropFirst(2)
            } else if !byte.isLetter, !byte.isDigit, !marks.contains(byte) {
                return false
            }
        }
        return true
    }
}
