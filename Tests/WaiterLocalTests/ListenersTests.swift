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
    func owners() {
        #expect(Listeners.owners(onPort: 43_211, in: table) == [1000])
        #expect(Listeners.owners(onPort: 80, in: table) == [33, 1000])
        #expect(Listeners.owners(onPort: 22, in: table).isEmpty, "a wildcard address is not this one")
        #expect(Listeners.owners(onPort: 43_212, in: table).isEmpty, "a connection")
        #expect(Listeners.owners(onPort: 1, in: "").isEmpty)
    }

    @Test("A server of this process belongs to the user until it exits")
    func real() throws {
        var server: FaultServer? = try FaultServer { _, _ in [] }
        let port = try #require(server?.port)
        #expect(Listeners.areOurs(onPort: port))
        server = nil
        let closed = try ClosedPort()
        #if os(Linux)
            #expect(!Listeners.areOurs(onPort: closed.port))
            #expect(!Listeners.areOurs(onPort: port, table: "/proc/no/such/table"), "the list is unreadable")
        #endif
        withExtendedLifetime(closed) {}
    }
}
