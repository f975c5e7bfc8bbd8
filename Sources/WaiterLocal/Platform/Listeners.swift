internal import WaiterPlatform

/// Finds listening sockets on this machine in the kernel's tables.
enum Listeners {
    /// A row in the table of TCP sockets.
    struct Row: Equatable {
        var owner: uid_t
        var inode: UInt64
    }

    /// Returns the socket of the process in the given process group that is listening on a port at 127.0.0.1. Returns
    /// `nil` if there is no such socket.
    ///
    /// This method also returns `nil` if more than one socket is listening on the port, or if the table cannot be read.
    /// The process group identifies the engine and its helper processes, because the supervisor starts the engine as
    /// the leader of a new group.
    static func socket(onPort port: Int, ofGroup group: pid_t, table: String = "/proc/net/tcp") -> EngineSocket? {
        guard let row = only(onPort: port, table: table) else { return nil }
        for name in DirectoryTree.names(in: "/proc") {
            guard let id = pid_t(name), getpgid(id) == group, holds(row.inode, process: id),
                let process = ProcessIdentity(running: id)
            else { continue }
            return EngineSocket(process: process.text, inode: row.inode)
        }
        return nil
    }

    /// Returns whether a socket is still open in its process and is the only socket that is listening on a port at
    /// 127.0.0.1.
    ///
    /// If the tables cannot be read, this method returns `false`.
    static func isListening(_ socket: EngineSocket, onPort port: Int, table: String = "/proc/net/tcp") -> Bool {
        guard let row = only(onPort: port, table: table), row.inode == socket.inode,
            let process = ProcessIdentity(socket.process), process.isAlive
        else { return false }
        return holds(row.inode, process: process.id)
    }

    /// Returns the row of the only socket that is listening on a port at 127.0.0.1. Returns `nil` if there is not
    /// exactly one such socket, or if the socket belongs to another user.
    private static func only(onPort port: Int, table: String) -> Row? {
        guard let bytes = FileSystem.read(table, limit: 64 << 20) else { return nil }
        let rows = rows(onPort: port, in: String(decoding: bytes, as: UTF8.self))
        guard rows.count == 1, rows[0].owner == geteuid(), rows[0].inode != 0 else { return nil }
        return rows[0]
    }

    /// Returns whether a process has a socket open. See proc_pid_fd(5).
    private static func holds(_ inode: UInt64, process: pid_t) -> Bool {
        let directory = "/proc/\(process)/fd"
        let wanted = "socket:[\(inode)]".utf8.map { CChar($0) }
        var target = [CChar](repeating: 0, count: wanted.count + 1)
        return DirectoryTree.names(in: directory).contains { name in
            let count = readlink("\(directory)/\(name)", &target, target.count)
            return count == wanted.count && target.starts(with: wanted)
        }
    }

    /// Parses a table in the format of proc_net_tcp(5) and returns the rows of the sockets that are listening on a
    /// port at 127.0.0.1.
    ///
    /// A row is `0: 0100007F:21C2 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 12345 ...`. The second
    /// field is the address in host byte order. The fourth field is the state; 0A means listening. The eighth field is
    /// the user ID, and the tenth field is the inode.
    static func rows(onPort port: Int, in table: String) -> [Row] {
        let loopback = hex(UInt32(0x7F00_0001).bigEndian, digits: 8)
        let wanted = "\(loopback):\(hex(UInt32(port), digits: 4))"
        return table.split(separator: "\n").dropFirst().compactMap { row in
            let words = row.split(separator: " ")
            guard words.count > 9, words[3] == "0A", words[1] == wanted, let owner = uid_t(words[7]),
                let inode = UInt64(words[9])
            else { return nil }
            return Row(owner: owner, inode: inode)
        }
    }

    private static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
