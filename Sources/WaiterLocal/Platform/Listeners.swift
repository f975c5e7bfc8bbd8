internal import WaiterPlatform

/// The listening sockets of this machine, from the kernel's table.
enum Listeners {
    /// Returns whether a port on 127.0.0.1 has listeners and all of them belong to this user.
    ///
    /// Returns false if the table cannot be read, and true if the system has no such table (macOS), where the engine's own report
    /// has to suffice.
    static func areOurs(onPort port: Int, table: String = "/proc/net/tcp") -> Bool {
        #if os(Linux)
            guard let bytes = FileSystem.read(table, limit: 64 << 20) else { return false }
            let owners = owners(onPort: port, in: String(decoding: bytes, as: UTF8.self))
            return !owners.isEmpty && owners.allSatisfy { $0 == geteuid() }
        #else
            return true
        #endif
    }

    /// Returns the owners of the sockets that listen on a port on 127.0.0.1, from a table in the format of proc_net_tcp(5).
    ///
    /// A row is `0: 0100007F:21C2 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 12345 ...`: the address in host
    /// byte order, the state (0A is listening), and the user as the eighth field.
    static func owners(onPort port: Int, in table: String) -> [uid_t] {
        let loopback = hex(UInt32(0x7F00_0001).bigEndian, digits: 8)
        let wanted = "\(loopback):\(hex(UInt32(port), digits: 4))"
        return table.split(separator: "\n").dropFirst().compactMap { row in
            let words = row.split(separator: " ")
            guard words.count > 7, words[3] == "0A", words[1] == wanted else { return nil }
            return uid_t(words[7])
        }
    }

    private static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
