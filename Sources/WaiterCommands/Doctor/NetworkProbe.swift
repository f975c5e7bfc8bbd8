internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// Probes the network one layer at a time with system calls.
package enum NetworkProbe {
    /// Returns the numeric addresses of a host or the reason it cannot be resolved.
    ///
    /// Blocks the thread until the resolver responds.
    package static func addresses(of host: String, port: Int) -> Result<[String], ProbeFailure> {
        resolve(host, port).map { $0.map(\.text) }
    }

    /// Connects to the first address that responds within the timeout, and returns that address.
    ///
    /// Blocks the thread while connecting. Each address is tried for no longer than the timeout.
    package static func connect(to host: String, port: Int, timeout: Duration) -> Result<String, ProbeFailure> {
        let addresses: [Address]
        switch resolve(host, port) {
        case .success(let found): addresses = found
        case .failure(let failure): return .failure(failure)
        }
        var last = ProbeFailure(reason: "no address found")
        for address in addresses {
            guard let number = connect(address, timeout: timeout) else { return .success(address.text) }
            last = ProbeFailure(
                reason: number == ETIMEDOUT ? "no response" : systemMessage(number),
                isRefused: number == ECONNREFUSED
            )
        }
        return .failure(last)
    }

    /// The failure of a probe.
    package struct ProbeFailure: Error {
        package var reason: String
        package var isRefused = false
    }

    private struct Address {
        var family: Int32
        var bytes: [UInt8]
        var text: String
    }

    private static func resolve(_ host: String, _ port: Int) -> Result<[Address], ProbeFailure> {
        var hints = addrinfo()
        hints.ai_socktype = SocketCall.streamType
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { return .failure(ProbeFailure(reason: String(cString: gai_strerror(code)))) }
        defer { freeaddrinfo(list) }
        var addresses: [Address] = []
        var next = list
        while let entry = next?.pointee {
            if let address = entry.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
                addresses.append(Address(family: entry.ai_family, bytes: Array(bytes), text: text(entry)))
            }
            next = entry.ai_next
        }
        return .success(addresses)
    }

    private static func text(_ entry: addrinfo) -> String {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = getnameinfo(
            entry.ai_addr,
            entry.ai_addrlen,
            &host,
            socklen_t(host.count),
            nil,
            0,
            NI_NUMERICHOST
        )
        return code == 0 ? host.withUnsafeBufferPointer { String(cString: $0.baseAddress.unsafelyUnwrapped) } : "?"
    }

    /// Returns the system's error number, or `nil` if the connection succeeded.
    private static func connect(_ address: Address, timeout: Duration) -> Int32? {
        let descriptor = socket(address.family, SocketCall.streamType, 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        let result = address.bytes.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: sockaddr.self) { pointer in
                WaiterPlatform.connect(descriptor, pointer.baseAddress, socklen_t(raw.count))
            }
        }
        if result == 0 { return nil }
        guard errno == EINPROGRESS else { return errno }
        var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&poller, 1, Int32(timeout.milliseconds)) > 0 else { return ETIMEDOUT }
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
        return number == 0 ? nil : number
    }
}
