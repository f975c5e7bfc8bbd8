import Testing
import WaiterCommands

@Suite("Network classification")
struct NetworkAddressTests {
    @Test(
        "An address is classified by its reachability, however it is wrapped",
        arguments: [
            ("8.8.8.8", .global), ("172.32.0.1", .global), ("100.128.0.1", .global), ("2606:4700::1111", .global),
            ("::ffff:8.8.8.8", .global), ("64:ff9b::808:808", .global), ("2002:808:808::1", .global),
            ("127.0.0.1", .loopback), ("127.255.255.254", .loopback), ("0.0.0.0", .loopback), ("0.1.2.3", .loopback),
            ("::1", .loopback), ("::", .loopback), ("::ffff:127.0.0.1", .loopback), ("::127.0.0.1", .loopback),
            ("::ffff:0:127.0.0.1", .loopback), ("64:ff9b::7f00:1", .loopback), ("2002:7f00:1::", .loopback),
            ("2606:4700::5efe:127.0.0.1", .loopback), ("2606:4700::200:5efe:10.0.0.1", .privateUse),
            ("169.254.169.254", .linkLocal), ("fe80::1", .linkLocal), ("febf::1", .linkLocal),
            ("::ffff:169.254.169.254", .linkLocal), ("64:ff9b::a9fe:a9fe", .linkLocal),
            ("168.63.129.16", .linkLocal), ("100.100.100.200", .linkLocal), ("192.0.0.192", .linkLocal),
            ("fd00:ec2::254", .linkLocal), ("fd20:ce::254", .linkLocal), ("::ffff:168.63.129.16", .linkLocal),
            ("168.63.129.17", .global),
            ("10.0.0.1", .privateUse), ("172.16.0.1", .privateUse), ("172.31.255.255", .privateUse),
            ("192.168.0.1", .privateUse), ("100.64.0.1", .privateUse), ("fd00::1", .privateUse),
            ("fc00::1", .privateUse), ("fec0::1", .privateUse), ("2002:c0a8:1::1", .privateUse),
            ("192.0.2.1", .special), ("198.18.0.1", .special), ("198.51.100.7", .special), ("203.0.113.9", .special),
            ("224.0.0.1", .special), ("240.0.0.1", .special), ("255.255.255.255", .special), ("192.0.0.8", .special),
            ("ff02::1", .special), ("2001::1", .special), ("2001:db8::1", .special), ("64:ff9b:1::1", .special),
            ("100::1", .special), ("4000::1", .special), ("3fff:0fff::1", .special),
        ] as [(String, NetworkAddress.Scope)]
    )
    func scope(text: String, scope: NetworkAddress.Scope) throws {
        #expect(try #require(NetworkAddress(text)).scope == scope)
    }

    @Test(
        "Only standard notation is an address; the resolver handles others",
        arguments: ["", "1", "127.1", "a.b"]
    )
    func names(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test(
        "The system's resolver parses numbers as a connection would",
        arguments: ["2130706433", "0x7f.1", "0177.0.0.1"]
    )
    func numbers(host: String) async throws {
        let found = try await HostResolver.system.addresses(of: host)
        #expect(found.map(\.description) == ["127.0.0.1"])
        #expect(found.map(\.scope) == [.loopback])
    }

    @Test("This machine's addresses are recognized in every notation")
    func ownAddresses() throws {
        let current = LocalNetwork.current
        #expect(try current.place(of: #require(NetworkAddress("127.0.0.1"))) == .thisMachine)
        #expect(try current.place(of: #require(NetworkAddress("8.8.8.8"))) == .internet)
        let link = LocalNetwork.Link(address: try #require(NetworkAddress("81.2.69.142")), bits: 24)
        let network = LocalNetwork(links: [link])
        for text in ["81.2.69.142", "::ffff:81.2.69.142", "64:ff9b::5102:458e", "2002:5102:458e::1"] {
            #expect(try network.place(of: #require(NetworkAddress(text))) == .thisMachine, "\(text)")
        }
        #expect(
            try network.place(of: #require(NetworkAddress("81.2.69.1"))) == .network(prefix: [81, 2, 69, 0], bits: 24)
        )
        #expect(try network.place(of: #require(NetworkAddress("81.2.70.1"))) == .internet)
    }

    @Test("A tunnel whose network is the whole Internet makes no address a neighbor")
    func wideLink() throws {
        let link = LocalNetwork.Link(address: try #require(NetworkAddress("10.8.0.2")), bits: 0)
        let network = LocalNetwork(links: [link])
        #expect(try network.place(of: #require(NetworkAddress("93.184.216.34"))) == .internet)
        #expect(try network.place(of: #require(NetworkAddress("10.8.0.2"))) == .thisMachine)
    }
}
