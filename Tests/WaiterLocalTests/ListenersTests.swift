import Testing
import WaiterPlatform
import WaiterTesting

@testable import WaiterLocal

@Suite("Ownership of listening sockets")
struct ListenersTests {
    private let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:A8CB 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 101 1 0 100 0 0 10 0
           1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 102 1 0 100 0 0 10 0
           2: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 103 1 0 100 0 0 10 0
           3: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 104 1 0 100 0 0 10 0
           4: 0100007F:A8CC 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 105 1 0 100 0 0 10 0
        """

    @Test("Sockets on the port and 127.0.0.1 count, and only while they listen")
    func rows() {
        #expect(Listeners.rows(onPort: 43_211, in: table) == [.init(owner: 1000, inode: 101)])
        #expect(Listeners.rows(onPort: 80, in: table).map(\.owner) == [33, 1000])
        #expect(Listeners.rows(onPort: 22, in: table).isEmpty, "a wildcard address is not this one")
        #expect(Listeners.rows(onPort: 43_212, in: table).isEmpty, "a connection")
        #expect(Listeners.rows(onPort: 1, in: "").isEmpty)
    }

    #if os(Linux)
        @Test("A server of this process is found by its process group, and proven until it exits")
        func real() throws {
            var server: FaultServer? = try FaultServer { _, _ in [] }
            let port = try #require(server?.port)
            let socket = try #require(Listeners.socket(onPort: port, ofGroup: getpgrp()))
            #expect(socket.process == ProcessIdentity.current.text)
            #expect(Listeners.isListening(socket, onPort: port))
            #expect(Listeners.socket(onPort: port, ofGroup: 1) == nil, "another process group")
            #expect(!Listeners.isListening(socket, onPort: port == 65_535 ? 1 : port + 1))
            #expect(
                !Listeners.isListening(socket, onPort: port, table: "/proc/no/such/table"),
                "the list is unreadable"
            )
            #expect(Listeners.socket(onPort: port, ofGroup: getpgrp(), table: "/proc/no/such/table") == nil)
            server = nil
            let closed = try ClosedPort()
            #expect(Listeners.socket(onPort: closed.port, ofGroup: getpgrp()) == nil)
            withExtendedLifetime(closed) {}
        }

        @Test("Neither another socket nor another process stands in for the one that was recorded")
        func other() throws {
            let server = try FaultServer { _, _ in [] }
            let socket = try #require(Listeners.socket(onPort: server.port, ofGroup: getpgrp()))
            let isListening = { Listeners.isListening($0, onPort: server.port) }
            #expect(!isListening(EngineSocket(process: socket.process, inode: socket.inode + 1)))
            #expect(!isListening(EngineSocket(process: "\(getppid()):0", inode: socket.inode)), "it is not open there")
            #expect(!isListening(EngineSocket(process: "\(getpid()):1", inode: socket.inode)), "a reused process ID")
            #expect(isListening(socket))
            withExtendedLifetime(server) {}
        }
    #endif
}
