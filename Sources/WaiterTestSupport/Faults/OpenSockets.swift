internal import WaiterPlatform

/// Inspects the open descriptors of this process.
public enum OpenSockets {
    /// Returns the local ports of the sockets that are connected to the given loopback port. The server's own ends of
    /// the connections are not included.
    ///
    /// The system can assign the port of a stopped server to a new server while clients of the old server still hold
    /// their sockets open. A leak test therefore records the open ports before it opens its first connection. At the
    /// end, the test compares the ports that are still open with the recorded ports.
    public static func localPorts(connectedTo port: Int) -> Set<Int> {
        let descriptors = 0..<Int32(getdtablesize()).clamped(to: 4096)
        let connected = descriptors.filter { self.port(of: $0, getpeername) == port }
        return Set(connected.compactMap { self.port(of: $0, getsockname) })
    }

    private static func port(
        of descriptor: Int32,
        _ name: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> Int? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name(descriptor, $0, &length) }
        }
        guard result == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension Int32 {
    fileprivate func clamped(to most: Int32) -> Int32 { self < 0 || self > most ? most : self }
}
