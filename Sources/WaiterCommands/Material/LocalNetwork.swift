internal import WaiterPlatform

/// The addresses of this machine's interfaces, and the networks to which the interfaces are connected.
///
/// If an address belongs to this machine or its local networks, it is not treated as being on the Internet, even if
/// IANA's registries list it as global. Services at such an address might not be reachable from the Internet.
package struct LocalNetwork: Sendable {
    /// An interface's address and the length of its network prefix.
    package struct Link: Sendable, Hashable {
        package var address: NetworkAddress
        package var bits: Int

        package init(address: NetworkAddress, bits: Int) {
            (self.address, self.bits) = (address, bits)
        }
    }

    /// A set of hosts that are allowed to redirect to each other. A client that can reach one of these hosts may be
    /// able to reach all of them.
    package enum Place: Sendable, Hashable {
        case internet
        case thisMachine
        /// A single address. Link-local hosts and cloud services are treated as single addresses, because they are
        /// unrelated to each other.
        case host(NetworkAddress)
        case network(prefix: [UInt8], bits: Int)
    }

    private let links: [Link]

    package init(links: [Link]) {
        // The narrowest network comes first.
        self.links = links.map { Link(address: $0.address.unwrapped, bits: $0.bits) }.sorted { $0.bits > $1.bits }
    }

    /// Returns the network to which an address belongs.
    package func place(of address: NetworkAddress) -> Place {
        let address = address.unwrapped
        if address.scope == .loopback || links.contains(where: { $0.address == address }) { return .thisMachine }
        if address.scope == .linkLocal { return .host(address) }
        let link = links.first { $0.bits >= $0.shortestPrefix && $0.address.shares($0.bits, with: address) }
        if let link { return .network(prefix: address.prefix(link.bits), bits: link.bits) }
        guard let bits = address.networkBits else { return .internet }
        return .network(prefix: address.prefix(bits), bits: bits)
    }

    // MARK: The system's interfaces

    /// The current interfaces of this machine.
    package static var current: LocalNetwork {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return LocalNetwork(links: []) }
        defer { freeifaddrs(list) }
        var links: [Link] = []
        var next = list
        while let entry = next?.pointee {
            if let address = NetworkAddress(socketAddress: entry.ifa_addr) {
                let mask = NetworkAddress(socketAddress: entry.ifa_netmask)
                let bits = mask?.bytes.map(\.nonzeroBitCount).reduce(0, +) ?? address.bytes.count * 8
                links.append(Link(address: address, bits: bits))
            }
            next = entry.ifa_next
        }
        return LocalNetwork(links: links)
    }
}

extension LocalNetwork.Link {
    /// The minimum prefix length of a local network. The limit is needed because tunnels use prefixes that cover the
    /// whole Internet.
    fileprivate var shortestPrefix: Int { address.bytes.count == 4 ? 8 : 32 }
}
