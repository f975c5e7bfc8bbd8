import Synchronization
import Testing
import Waiter
import WaiterCommands
import WaiterTestSupport

@Suite("Fetching URLs")
struct FetchTests {
    /// A network whose names resolve by a table, and whose addresses all lead to this machine.
    private final class World: Sendable {
        /// The intended address of each connection, by host.
        let connections = Mutex<[[String: String]]>([])
        private let names: [String: [String]]
        private let network: LocalNetwork
        private let answers = Mutex<[String: Int]>([:])

        init(_ names: [String: [String]], links: [(String, Int)] = []) {
            self.names = names
            network = LocalNetwork(
                links: links.compactMap { text, bits in
                    NetworkAddress(text).map { LocalNetwork.Link(address: $0, bits: bits) }
                }
            )
        }

        func fetcher(environment: [String: String] = [:], isReal: Bool = false) -> AttachmentFetcher {
            var fetcher = AttachmentFetcher(environment: environment)
            fetcher.resolver = HostResolver { [self] host in
                if let addresses = names[host] { return addresses.compactMap { NetworkAddress($0) } }
                // Several successive answers, as from an attacker's name server.
                if let first = names[host + "#0"] {
                    let number = answers.withLock { answers in
                        defer { answers[host, default: 0] += 1 }
                        return answers[host, default: 0]
                    }
                    return (names["\(host)#\(number)"] ?? first).compactMap { NetworkAddress($0) }
                }
                // Numeric addresses are not resolved.
                return host.contains(where: \.isLetter) && !host.contains(":") && !host.hasPrefix("0x")
                    && host != "localhost" ? [] : try await HostResolver.system.addresses(of: host)
            }
            fetcher.network = network
            fetcher.connect = { [self] configuration, addresses in
                connections.withLock { $0.append(addresses) }
                let local = isReal ? addresses : addresses.mapValues { _ in "127.0.0.1" }
                return try AsyncHTTPClientTransport(configuration: configuration, addresses: local)
            }
            return fetcher
        }
    }

    private static let outside = ["files.example": ["93.184.216.34"], "other.example": ["8.8.8.8"]]

    private static func redirect(to location: String) -> [FaultServer.Step] {
        [.response("", status: "302 Found", headers: ["location: \(location)"])]
    }

    /// A server that must not receive requests.
    private static func secret() throws -> FaultServer {
        try FaultServer { _, _ in [.response("secret")] }
    }

    private func failure(_ fetch: () async throws -> [UInt8]) async -> CommandFailure? {
        await commandFailure { _ = try await fetch() }
    }

    @Test("A connection goes to the resolved address, whatever the system resolves")
    func pinned() async throws {
        let server = try FaultServer { _, _ in [.response("text")] }
        // The system does not resolve this name.
        let fetcher = World(Self.outside).fetcher()
        let bytes = try await fetcher.bytes(at: "http://files.example:\(server.port)/a?b=c")
        #expect(bytes == Array("text".utf8))
        #expect(server.requests.map(\.path) == ["/a?b=c"])
        #expect(server.requests[0].headers["host"] == "files.example:\(server.port)")
    }

    @Test(
        "A redirect from the Internet to this machine or its networks is rejected, in any notation",
        arguments: [
            "127.0.0.1", "localhost", "0.0.0.0", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::]",
            "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::1]", "169.254.169.254",
            "[::ffff:a9fe:a9fe]", "2852039166", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "[fe80::1]",
            "[fd00::1]", "198.18.0.1", "224.0.0.1", "168.63.129.16", "[fd00:ec2::254]", "loopback.example",
            "private.example", "mixed.example",
        ]
    )
    func inward(host: String) async throws {
        let secret = try Self.secret()
        let names = [
            "loopback.example": ["127.0.0.1"], "private.example": ["192.168.7.7"],
            "mixed.example": ["93.184.216.35", "127.0.0.1"],
        ]
        let world = World(Self.outside.merging(names) { $1 })
        let location = "http://\(host):\(secret.port)/latest/meta-data"
        let server = try FaultServer { _, _ in Self.redirect(to: location) }
        let failure = await failure { try await world.fetcher().bytes(at: "http://files.example:\(server.port)/a") }
        #expect(failure?.status == .usage)
        #expect(failure?.place?.hasPrefix("it redirects to ") == true, "\(String(describing: failure))")
        #expect(secret.connections == 0)
        #expect(world.connections.withLock { $0 } == [["files.example": "93.184.216.34"]])
    }

    @Test("Each hop is checked, including the last")
    func laterHop() async throws {
        let secret = try Self.secret()
        let secretPort = secret.port
        let second = try FaultServer { _, _ in Self.redirect(to: "http://127.0.0.1:\(secretPort)/") }
        let secondPort = second.port
        let first = try FaultServer { _, _ in Self.redirect(to: "http://other.example:\(secondPort)/b") }
        let world = World(Self.outside)
        let failure = await failure { try await world.fetcher().bytes(at: "http://files.example:\(first.port)/a") }
        #expect(failure?.status == .usage)
        #expect(second.requests.map(\.path) == ["/b"] && secret.connections == 0)
    }

    @Test("A name that resolves differently the second time is rejected, and never connected to unchecked")
    func rebinding() async throws {
        let world = World(["files.example#0": ["93.184.216.34"], "files.example#1": ["127.0.0.1"]])
        let server = try FaultServer { request, _ in
            request.path == "/a" ? Self.redirect(to: "/secret") : [.response("secret")]
        }
        let failure = await failure { try await world.fetcher().bytes(at: "http://files.example:\(server.port)/a") }
        #expect(failure?.place == "it redirects to files.example, which is 127.0.0.1")
        #expect(server.requests.map(\.path) == ["/a"])
        #expect(world.connections.withLock { $0 } == [["files.example": "93.184.216.34"]])
    }

    @Test(
        "A redirect is followed within the requested network, and out of it",
        arguments: [
            ("127.0.0.1", "localhost"), ("localhost", "127.0.0.1"), ("wiki.example", "10.9.9.9"),
            ("wiki.example", "files.example"), ("127.0.0.1", "files.example"), ("files.example", "other.example"),
            ("192.168.1.2", "192.168.1.9"), ("10.200.0.1", "127.0.0.1"), ("169.254.7.7", "169.254.7.7"),
        ]
    )
    func allowed(first: String, second: String) async throws {
        let target = try FaultServer { _, _ in [.response("text")] }
        let location = "http://\(second):\(target.port)/b"
        let server = try FaultServer { _, _ in Self.redirect(to: location) }
        let world = World(
            Self.outside.merging(["wiki.example": ["10.0.0.5"]]) { $1 },
            links: [("10.200.0.1", 24)]
        )
        let bytes = try await world.fetcher().bytes(at: "http://\(first):\(server.port)/a")
        #expect(bytes == Array("text".utf8))
    }

    @Test(
        "A redirect to another network than the requested one is rejected",
        arguments: [
            ("wiki.example", "127.0.0.1"), ("127.0.0.1", "169.254.169.254"), ("127.0.0.1", "10.0.0.5"),
            ("wiki.example", "192.168.1.1"), ("wiki.example", "172.17.0.2"), ("wiki.example", "100.64.0.1"),
            ("192.168.1.2", "192.168.49.2"), ("169.254.7.7", "169.254.169.254"), ("wiki.example", "10.200.0.9"),
            ("100.64.0.1", "100.100.100.200"), ("[fd12:3456::1]", "[fd12:3456:1::1]"),
        ]
    )
    func otherPart(first: String, second: String) async throws {
        let secret = try Self.secret()
        let location = "http://\(second):\(secret.port)/"
        let server = try FaultServer { _, _ in Self.redirect(to: location) }
        let world = World(["wiki.example": ["10.0.0.5"]], links: [("10.200.0.1", 24)])
        let failure = await failure { try await world.fetcher().bytes(at: "http://\(first):\(server.port)/a") }
        #expect(failure?.status == .usage)
        #expect(secret.connections == 0)
    }

    @Test("A name with public and private addresses is connected to by the public ones")
    func mixedName() async throws {
        let world = World(["files.example": ["127.0.0.1", "93.184.216.34", "2606:4700::1"]])
        let server = try FaultServer { _, _ in [.response("text")] }
        _ = try await world.fetcher().bytes(at: "http://files.example:\(server.port)/a")
        #expect(world.connections.withLock { $0 } == [["files.example": "93.184.216.34"]])
    }

    @Test(
        "A name that resolves to this machine or a cloud metadata service is not fetched",
        arguments: ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "169.254.169.254", "fe80::1", "81.2.69.142"]
    )
    func namedInward(address: String) async throws {
        let secret = try Self.secret()
        let world = World(["files.attacker.example": [address]], links: [("81.2.69.142", 32)])
        let url = "http://files.attacker.example:\(secret.port)/a"
        let failure = await failure { try await world.fetcher().bytes(at: url) }
        #expect(failure?.status == .usage)
        #expect(failure?.place == "its host is files.attacker.example, which is \(address)")
        #expect(secret.connections == 0 && world.connections.withLock { $0.isEmpty })
    }

    @Test("A retry does not extend the allowed networks", arguments: ["127.0.0.1", "10.0.0.5", "169.254.1.1"])
    func rebindingForRetry(second: String) async throws {
        let names = ["files.example#0": ["93.184.216.34"], "files.example#1": [second]]
        let world = World(names)
        let server = try FaultServer { _, count in
            count == 0
                ? [.response("", status: "503 Busy", headers: ["retry-after-ms: 1"])] : [.response("secret")]
        }
        let failure = await failure { try await world.fetcher().bytes(at: "http://files.example:\(server.port)/a") }
        #expect(failure?.place == "its host is files.example, which is \(second)")
        #expect(world.connections.withLock { $0 } == [["files.example": "93.184.216.34"]])
    }

    @Test("A retry may start in the network of the first attempt")
    func retryWithin() async throws {
        let world = World(["wiki.example": ["10.0.0.5"], "files.example": ["93.184.216.34"]])
        let busy = try FaultServer { _, count in
            count == 0 ? [.response("", status: "503 Busy", headers: ["retry-after-ms: 1"])] : [.response("text")]
        }
        let location = "http://files.example:\(busy.port)/b"
        let server = try FaultServer { _, _ in Self.redirect(to: location) }
        let bytes = try await world.fetcher().bytes(at: "http://wiki.example:\(server.port)/a")
        #expect(bytes == Array("text".utf8) && server.requests.count == 2)
    }

    @Test("After a public hop, no redirect leads back to a private network", arguments: ["127.0.0.1", "localhost"])
    func backInward(last: String) async throws {
        let secret = try Self.secret()
        let inward = "http://\(last):\(secret.port)/"
        let outside = try FaultServer { _, _ in Self.redirect(to: inward) }
        let outward = "http://files.example:\(outside.port)/b"
        let server = try FaultServer { _, _ in Self.redirect(to: outward) }
        let failure = await failure {
            try await World(Self.outside).fetcher().bytes(at: "http://127.0.0.1:\(server.port)/a")
        }
        #expect(failure?.place?.hasPrefix("it redirects to ") == true)
        #expect(secret.connections == 0)
    }

    @Test(
        "Global addresses of this machine and its neighbors are not public",
        arguments: ["81.2.69.142", "81.2.69.200", "[2a00:1450:4001::7]", "[2a00:1450:4001::99]", "[2002:5102:458e::1]"]
    )
    func ownGlobal(host: String) async throws {
        let secret = try Self.secret()
        let world = World(Self.outside, links: [("81.2.69.142", 24), ("2a00:1450:4001::7", 64)])
        let location = "http://\(host):\(secret.port)/"
        let server = try FaultServer { _, _ in Self.redirect(to: location) }
        let failure = await failure { try await world.fetcher().bytes(at: "http://files.example:\(server.port)/a") }
        #expect(failure?.place?.hasPrefix("it redirects to ") == true)
        #expect(secret.connections == 0)
    }

    @Test("After a refused connection, the next address of the name is tried")
    func nextAddress() async throws {
        #if os(Linux)
            let server = try FaultServer { _, _ in [.response("text")] }
            let fetcher = World(["localhost": ["127.0.0.2", "127.0.0.1"]]).fetcher(isReal: true)
            let bytes = try await fetcher.bytes(at: "http://localhost:\(server.port)/a")
            #expect(bytes == Array("text".utf8))
        #endif
    }

    @Test("A proxy is not sent to this machine either, and names that only it can resolve are left to it")
    func proxy() async throws {
        let proxy = try FaultServer { request, _ in
            request.path.hasSuffix("/ok") ? [.response("text")] : Self.redirect(to: "http://127.0.0.1:8642/v1")
        }
        let environment = ["HTTP_PROXY": proxy.address]
        let fetcher = World([:]).fetcher(environment: environment)
        #expect(try await fetcher.bytes(at: "http://known.to.proxy/ok") == Array("text".utf8))
        let failure = await failure { try await fetcher.bytes(at: "http://known.to.proxy/a") }
        #expect(failure?.status == .usage)
        #expect(proxy.requests.count == 2)
    }
}
