internal import WaiterPlatform

/// An IPv4 or IPv6 address, and who can be reached by it.
package struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// A part of the network, by who can be reached in it.
    package enum Scope: Sendable, Hashable {
        /// Anybody on the Internet.
        case global
        /// This machine.
        case loopback
        /// Neighbours on the same wire, and where clouds keep the credentials of their machines.
        case linkLocal
        /// A private network.
        case privateUse
        /// Reserved addresses: multicast, documentation, tests, future use.
        case special
    }

    /// Four bytes or sixteen, in the order of the network.
    package let bytes: [UInt8]

    /// Reads an address in its standard notation; nil for anything else, such as a name.
    package init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: &six) { Array($0) }
        } else {
            return nil
        }
    }

    /// Takes the bytes of an address; nil unless there are four or sixteen.
    package init?(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count == 4 || self.bytes.count == 16 else { return nil }
    }

    /// The address in its standard notation.
    package var description: String {
        var text = [CChar](repeating: 0, count: 64)
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The part of the network that the address leads to, also where an IPv6 address only wraps one of IPv4.
    package var scope: Scope { bytes.count == 4 ? Self.scope(ofFour: bytes) : Self.scope(ofSixteen: bytes) }

    // MARK: Scopes, as IANA's registries of special-purpose addresses list them

    private static let fourScopes: [(prefix: [UInt8], bits: Int, scope: Scope)] = [
        // 0.0.0.0 connects to this machine.
        ([0], 8, .loopback), ([127], 8, .loopback), ([169, 254], 16, .linkLocal),
        ([10], 8, .privateUse), ([172, 16], 12, .privateUse), ([192, 168], 16, .privateUse),
        // Shared by the customers of a provider, and by overlay networks.
        ([100, 64], 10, .privateUse),
        ([192, 0, 0], 24, .special), ([192, 0, 2], 24, .special), ([192, 88, 99], 24, .special),
        ([198, 18], 15, .special), ([198, 51, 100], 24, .special), ([203, 0, 113], 24, .special),
        ([224], 4, .special), ([240], 4, .special),
    ]

    private static let sixScopes: [(prefix: [UInt8], bits: Int, scope: Scope)] = [
        ([0xFE, 0x80], 10, .linkLocal), ([0xFE, 0xC0], 10, .privateUse), ([0xFC], 7, .privateUse),
        // Protocols such as Teredo, documentation.
        ([0x20, 0x01, 0], 23, .special), ([0x20, 0x01, 0x0D, 0xB8], 32, .special), ([0x3F, 0xFF, 0], 20, .special),
    ]

    /// Prefixes after which an IPv4 address stands: mapped, compatible, translated (NAT64, also of a network's own), 6to4.
    private static let wrappers: [(prefix: [UInt8], offset: Int)] = [
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 12),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0], 12),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 12),
        ([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 12),
        ([0x20, 0x02], 2),
    ]

    private static func scope(ofFour bytes: [UInt8]) -> Scope {
        fourScopes.first { matches(bytes, $0.prefix, bits: $0.bits) }?.scope ?? .global
    }

    private static func scope(ofSixteen bytes: [UInt8]) -> Scope {
        if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] <= 1 { return .loopback }
        for (prefix, offset) in wrappers where bytes.starts(with: prefix) {
            return scope(ofFour: Array(bytes[offset..<offset + 4]))
        }
        if let known = sixScopes.first(where: { matches(bytes, $0.prefix, bits: $0.bits) }) { return known.scope }
        // Of all the others only 2000::/3 is given out.
        guard matches(bytes, [0x20], bits: 3) else { return .special }
        // An interface that carries its IPv4 address (ISATAP) leads there.
        if bytes[8] & 0xFD == 0, bytes[9...11].elementsEqual([0, 0x5E, 0xFE]) {
            return scope(ofFour: Array(bytes[12...]))
        }
        return .global
    }

    private static func matches(_ bytes: [UInt8], _ prefix: [UInt8], bits: Int) -> Bool {
        for (index, byte) in prefix.enumerated() {
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> min(8, max(0, bits - index * 8)))
            guard (bytes[index] ^ byte) & mask == 0 else { return false }
        }
        return true
    }
}
