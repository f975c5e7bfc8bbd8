/// A format that is checked during validation. All other values of the `format` keyword are treated as annotations.
enum SchemaFormat: String, Sendable {
    case dateTime = "date-time"
    case date
    case time
    case duration
    case uuid
    case email
    case hostname
    case uri
    case ipv4
    case ipv6

    /// Returns whether the text conforms to this format.
    func accepts(_ text: String) -> Bool {
        // Text that is longer than this limit does not conform to any format.
        guard text.utf8.count <= 64 << 10 else { return false }
        let bytes = Array(text.utf8)
        return switch self {
        case .dateTime: CalendarFormat.isDateTime(bytes[...])
        case .date: CalendarFormat.isDate(bytes[...])
        case .time: CalendarFormat.isTime(bytes[...])
        case .duration: CalendarFormat.isDuration(bytes[...])
        case .uuid: Self.isUUID(bytes)
        case .email: NetworkFormat.isEmail(bytes[...])
        case .hostname: NetworkFormat.isHostname(bytes[...])
        case .uri: NetworkFormat.isURI(bytes[...])
        case .ipv4: NetworkFormat.isIPv4(bytes[...])
        case .ipv6: NetworkFormat.isIPv6(bytes[...])
        }
    }

    /// A description of the format with an example, for use in messages.
    var expectation: String {
        switch self {
        case .dateTime: "a date and time with a time zone, such as 2026-01-31T12:00:00Z"
        case .date: "a date, such as 2026-01-31"
        case .time: "a time with a time zone, such as 12:00:00Z"
        case .duration: "an ISO 8601 duration, such as P1DT12H"
        case .uuid: "a UUID"
        case .email: "an email address"
        case .hostname: "a host name"
        case .uri: "an absolute URI, such as https://example.com"
        case .ipv4: "an IPv4 address"
        case .ipv6: "an IPv6 address"
        }
    }

    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : byte.isHexDigit
        }
    }
}

extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
}
