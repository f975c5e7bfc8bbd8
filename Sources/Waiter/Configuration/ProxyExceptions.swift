/// The hosts for which NO_PROXY disables the proxy.
///
/// An entry is a name, a domain suffix, an address or an address range, with an optional port. The entry `*` stands for
/// all hosts.
enum ProxyExceptions {
    static func contain(_ baseURL: BaseURL, in list: String) -> Bool {
        list.split(whereSeparator: { $0 == "," || $0 == " " }).contains { covers(baseURL, $0.lowercased()) }
    }

    private static func covers(_ baseURL: BaseURL, _ entry: String) -> Bool {
        if entry == "*" { return true }
        guard let (pattern, port) = split(entry), port == nil || port == baseURL.effectivePort else { return false }
        if let range = range(pattern) {
            return IPAddress.bytes(of: baseURL.host).map { isEqual($0, range.address, bits: range.bits) } ?? false
        }
        let suffix = pattern.drop { $0 == "*" || $0 == "." }
        return !suffix.isEmpty && (baseURL.host == suffix || baseURL.host.hasSuffix("." + suffix))
    }

    /// Splits an entry into a pattern and a port, or returns `nil` if the entry is malformed.
    private static func split(_ entry: String) -> (pattern: Substring, port: Int?)? {
        if entry.hasPrefix("[") {
            guard let close = entry.firstIndex(of: "]") else { return nil }
            let rest = entry[entry.index(after: close)...]
            return (
                entry[entry.index(after: entry.startIndex)..<close], rest.hasPrefix(":") ? Int(rest.dropFirst()) : nil
            )
        }
        // An entry with more than one colon is an IPv6 address without brackets, which cannot have a port.
        guard let colon = entry.lastIndex(of: ":"), entry.firstIndex(of: ":") == colon,
            let port = Int(entry[entry.index(after: colon)...])
        else { return (entry[...], nil) }
        return (entry[..<colon], port)
    }

    /// Returns the range for an address or for CIDR notation such as `10.0.0.0/8`, or `nil` if the pattern is a name.
    private static func range(_ pattern: Substring) -> (address: [UInt8], bits: Int)? {
        let parts = pattern.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress.bytes(of: String(parts[0])) else { return nil }
        if parts.count == 1 { return (address, address.count * 8) }
        guard let bits = Int(parts[1]), (0...address.count * 8).contains(bits) else { return nil }
        return (address, bits)
    }

    private static func isEqual(_ left: [UInt8], _ right: [UInt8], bits: Int) -> Bool {
        guard left.count == right.count else { return false }
        let whole = bits / 8
        guard left[..<whole] == right[..<whole] else { return false }
        guard bits % 8 > 0 else { return true }
        let mask = UInt8.max << UInt8(8 - bits % 8)
        return left[whole] & mask == right[whole] & mask
    }
}
