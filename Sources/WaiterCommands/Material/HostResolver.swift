internal import Dispatch
internal import Waiter
internal import WaiterPlatform

/// Resolves host names to addresses.
package struct HostResolver: Sendable {
    private let find: @Sendable (String) async throws -> [NetworkAddress]

    /// Creates a custom resolver.
    package init(_ find: @escaping @Sendable (String) async throws -> [NetworkAddress]) {
        self.find = find
    }

    /// Returns the addresses of a host. The host is given as a name, or as an address in any notation that the system
    /// accepts, such as `0x7f.1`.
    ///
    /// - Throws: `TransportError` if there is no address, or `CancellationError`.
    package func addresses(of host: String) async throws -> [NetworkAddress] {
        let addresses = try await find(host)
        if addresses.isEmpty { throw Self.unknownHost }
        return addresses
    }

    /// The system's resolver, which connections also use.
    package static let system = HostResolver { host in
        // A lookup blocks a thread and cannot be cancelled. However, waiting for the lookup can be cancelled.
        let (answers, sink) = AsyncStream.makeStream(of: [NetworkAddress].self)
        DispatchQueue.global().async {
            sink.yield(lookUp(host))
            sink.finish()
        }
        for await addresses in answers { return addresses }
        throw CancellationError()
    }

    private static var unknownHost: TransportError {
        TransportError(.dns, reason: "the host name cannot be resolved")
    }

    private static func lookUp(_ host: String) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = SocketCall.streamType
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [NetworkAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = NetworkAddress(socketAddress: entry.ai_addr), !addresses.contains(address) {
                addresses.append(address)
            }
            next = entry.ai_next
        }
        return addresses
    }
}
