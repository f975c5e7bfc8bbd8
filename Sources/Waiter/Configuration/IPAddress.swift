internal import WaiterPlatform

/// Parses IP address literals.
enum IPAddress {
    /// Returns the bytes of an IPv4 or IPv6 address, or `nil` for a host name.
    static func bytes(of host: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        if inet_pton(AF_INET6, host, &six) == 1 { return withUnsafeBytes(of: &six) { Array($0) } }
        return nil
    }
}
