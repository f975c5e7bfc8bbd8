internal import WaiterPlatform

/// Inspection of the open descriptors of this process.
public enum OpenSockets {
    /// Returns the number of sockets connected to a loopback port, not counting the server's own ends.
    public static func connected(toPort port: Int) -> Int {
        (0..<Int32(getdtablesize()).clamped(to: 4096)).count { peerPort(of: $0) == port }
    }

    private static func peerPort(of descriptor: Int32) -> Int? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
        }
        guard result == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension Int32 {
    fileprivate func clamped(to most: Int32) -> Int32 { self < 0 || self > most ? most : self }
}
