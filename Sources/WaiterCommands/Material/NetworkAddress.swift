internal import WaiterPlatform

/// An IPv4 or IPv6 address, classified by scope.
package struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// The scope of an address.
    package enum Scope: Sendable, Hashable {
        /// The public Internet.
        case global
        /// This machine.
        case loopback
        /// Link-local addresses, including the metadata services of cloud providers.
        case linkLocal
        /// A private network.
        case privateUse
        /// Addresses reserved for multicast, documentation, tests or future use.
        case special
    }

    /// The address's four or sixteen bytes, in network byte order.
    package let bytes: [UInt8]

    /// Parses an address in standard notation. Returns `nil` if the text is anything else, such as a name.
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

    /// Creates an address from its bytes. Returns `nil` if the number of bytes is neither four nor sixteen.
    package init?(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count == 4 || self.bytes.count == 16 else { return nil }
    }

    /// Creates an address from a socket address. Returns `nil` if the socket address is `nil` or is not an IP address.
    init?(socketAddress: UnsafePointer<sockaddr>?) {
        guard let socketAddress else { return nil }
        switch Int32(socketAddress.pointee.sa_family) {
        case AF_INET:
            bytes = socketAddress.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { socket in
                withUnsafeBytes(of: socket.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = socketAddress.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { socket in
                withUnsafeBytes(of: socket.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
    }

    private init(prefix: ArraySlice<UInt8>) { bytes = Array(prefix) }

    /// The address in standard notation.
    package var description: String {
        var text = [CChar](repeating: 0, count: 64)
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The scope of the address. If the address contains an IPv4 address, this is the scope of the IPv4 address.
    package var scope: Scope {
        let address = unwrapped
        return address.range?.scope ?? .global
    }

    /// The IPv4 address that is embedded in an IPv6 address, or the address itself if it does not contain one.
    package var unwrapped: NetworkAddress {
        guard bytes.count == 16, !isOwnOfSixteen else { return self }
        for (prefix, offset) in Self.wrappers where bytes.starts(with: prefix) {
            return NetworkAddress(prefix: bytes[offset..<offset + 4])
        }
        // In an ISATAP address, the interface identifier contains the IPv4 address to which packets are routed.
        if range == nil, bytes[8] & 0xFD == 0, bytes[9...11].elementsEqual([0, 0x5E, 0xFE]) {
            return NetworkAddress(prefix: bytes[12...])
        }
        return self
    }

    /// The network prefix length to assume if the interface of an address is unknown, or `nil` if the address is on the
    /// Internet.
    ///
    /// In homes and offices, 192.168.0.0/16 and unique local addresses are divided into networks of a fixed size. In
    /// other ranges, the size varies.
    var networkBits: Int? {
        guard let range else { return nil }
        switch (range.scope, bytes.first) {
        case (.privateUse, 192): return 24
        case (.privateUse, 0xFC), (.privateUse, 0xFD): return 48
        default: return range.bits
        }
    }

    /// Returns the given number of leading bits of the address. All other bits are set to zero.
    func prefix(_ bits: Int) -> [UInt8] {
        bytes.enumerated().map { $1 & Self.mask(at: $0, bits: bits) }
    }

    /// Returns whether another address begins with the same bits.
    func shares(_ bits: Int, with other: NetworkAddress) -> Bool {
        bytes.count == other.bytes.count && prefix(bits) == other.prefix(bits)
    }

    // MARK: Scopes, as IANA's registries of special-purpose addresses list them

    private typealias Range = (prefix: [UInt8], bits: Int, scope: Scope)

    private static let fourScopes: [Range] = [
        // At the first three addresses, Azure, Alibaba and Oracle provide services for the requesting machine. These
        // services can return the machine's credentials.
        ([168, 63, 129, 16], 32, .linkLocal), ([100, 100, 100, 200], 32, .linkLocal),
        ([192, 0, 0, 192], 32, .linkLocal),
        // A connection to 0.0.0.0 reaches this machine.
        ([0], 8, .loopback), ([127], 8, .loopback), ([169, 254], 16, .linkLocal),
        ([10], 8, .privateUse), ([172, 16], 12, .privateUse), ([192, 168], 16, .privateUse),
        // This range is used by carrier-grade NAT and overlay networks.
        ([100, 64], 10, .privateUse),
        ([192, 0, 0], 24, .special), ([192, 0, 2], 24, .special), ([192, 88, 99], 24, .special),
        ([198, 18], 15, .special), ([198, 51, 100], 24, .special), ([203, 0, 113], 24, .special),
        ([224], 4, .special), ([240], 4, .special),
    ]

    private static let sixScopes: [Range] = [
        // The first two ranges are used by AWS and Google cloud services.
        ([0xFD, 0, 0x0E, 0xC2], 32, .linkLocal), ([0xFD, 0x20, 0, 0xCE], 32, .linkLocal),
        ([0xFE, 0x80], 10, .linkLocal), ([0xFE, 0xC0], 10, .privateUse), ([0xFC], 7, .privateUse),
        // These ranges are used for documentation and by protocols such as Teredo.
        ([0x20, 0x01, 0], 23, .special), ([0x20, 0x01, 0x0D, 0xB8], 32, .special), ([0x3F, 0xFF, 0], 20, .special),
    ]

    /// The prefixes that are followed by an IPv4 address. They identify mapped, compatible, translated (NAT64,
    /// including the local-use prefix) and 6to4 addresses.
    private static let wrappers: [(prefix: [UInt8], offset: Int)] = [
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 12),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0], 12),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 12),
        ([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 12),
        ([0x20, 0x02], 2),
    ]

    /// The registry entry that contains the address, or `nil` if the address is on the Internet.
    private var range: Range? {
        if bytes.count == 4 { return Self.fourScopes.first { matches($0.prefix, bits: $0.bits) } }
        if isOwnOfSixteen { return (bytes, 128, .loopback) }
        if let known = Self.sixScopes.first(where: { matches($0.prefix, bits: $0.bits) }) { return known }
        // Of all other addresses, only those in 2000::/3 have been allocated.
        return matches([0x20], bits: 3) ? nil : ([], 0, .special)
    }

    /// Whether the address is `::` or `::1`. Connections to these addresses reach this machine.
    private var isOwnOfSixteen: Bool {
        bytes.count == 16 && bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] <= 1
    }

    private func matches(_ prefix: [UInt8], bits: Int) -> Bool {
        for (index, byte) in prefix.enumerated() {
            guard (bytes[index] ^ byte) & Self.mask(at: index, bits: bits) == 0 else { return false }
        }
        return true
    }

    private static func mask(at index: Int, bits: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: 0xFF00 >> min(8, max(0, bits - index * 8)))
    }
}
