import Synchronization
import Testing
import Waiter
import WaiterCommands
import WaiterTestSupport

@Suite("Fetching what is named by an address")
struct FetchTests {
    /// A network in which names have the addresses of a table, and all addresses lead to this machine.
    private final class World: Sendable {
        /// The address that each connection was to go to, by host.
        let connections = Mutex<[[String: String]]>([])
        private let names: [String: [String]]
        private let answers = Mutex<[String: Int]>([:])

        init(_ names: [String: [String]]) { self.names = names }

        func fetcher(environment: [String: String] = [:], isReal: Bool = false) -> AttachmentFetcher {
            var fetcher = AttachmentFetcher(environment: environment)
            fetcher.resolver = HostResolver { [self] host in
                if let addresses = names[host] { return addresses.compactMap { NetworkAddress($0) } }
                // Several answers, one after the other, as a name server of an attacker's gives them.
                if let first = names[host + "#0"] {
                    let number = answers.withLock { answers in
                        defer { answers[host, default: 0] += 1 }
                        return answers[host, default: 0]
                    }
                    return (names["\(host)#\(number)"] ?? first).compactMap { NetworkAddress($0) }
                }
                // Numbers ask nobody.
                return host.contains(where: \.isLetter) && !host.contains(":") && !host.hasPrefix("0x")
                    && host != "localhost" ? [] : try await HostResolver.system.addresses(of: host)
            }
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

    /// A server that must not be asked.
    private static func secret() throws -> FaultServer {
        try FaultServer { _, _ in [.response("secret")] }
    }

    private func failure(_ fetch: () async throws -> [UInt8]) async -> CommandFailure? {
        await commandFailure { _ = try await fetch() }
    }

    @Test("A connection goes to the address that was found, whatever the name would mean to the system")
    func pinned() async throws {
        let server = try FaultServer { _, _ in [.response("text")] }
        let fetcher = World(["files.example": ["127.0.0.1"]]).fetcher(isReal: true)
        let bytes = try await fetcher.bytes(at: "http://files.example:\(server.port)/a?b=c")
        #expect(bytes == Array("text".utf8))
        #expect(server.requests.map(\.path) == ["/a?b=c"])
        #expect(server.requests[0].headers["host"] == "files.example:\(server.port)")
    }

    @Test(
        "A redirect from the Internet into this machine or its networks is refused, in any notation",
        arguments: [
            "127.0.0.1", "localhost", "0.0.0.0", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::]",
            "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::1]", "169.254.169.254",
            "[::ffff:a9fe:a9fe]", "2852039166", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "[fe80::1]",
            "[fd00::1]", "198.18.0.1", "224.0.0.1", "loopback.example", "private.example", "mixed.example",
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

    @Test("Each hop is checked, the last as the first")
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

    @Test("A name that means another address with its second answer is refused, and never connected to unchecked")
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
        "A redirect is followed within the part of the network that was asked for, and out of it",
        arguments: [
            ("127.0.0.1", "localhost"), ("localhost", "127.0.0.1"), ("wiki.example", "10.9.9.9"),
            ("wiki.example", "files.example"), ("127.0.0.1", "files.example"), ("files.example", "other.example"),
        ]
    )
    func allowed(first: String, second: String) async throws {
        let target = try FaultServer { _, _ in [.response("text")] }
        let location = "http://\(second):\(target.port)/b"
        let server = try FaultServer { _, _ in Self.redirect(to: location) }
        let world = World(Self.outside.merging(["wiki.example": ["10.0.0.5"]]) { $1 })
        let bytes = try await world.fetcher().bytes(at: "http://\(first):\(server.port)/a")
        #expect(bytes == Array("text".utf8))
    }

    @Test(
        "Another part of the network than the one that was asked for is refused",
        arguments: [("wiki.example", "127.0.0.1"), ("127.0.0.1", "169.254.169.254"), ("127.0.0.1", "10.0.0.5")]
    )
    func otherPart(first: String, second: String) async throws {
        let secret = try Self.secret()
        let location = "http://\(second):\(secret.port)/"
        let server = try FaultServer { _, _ in Self.redirect(to: location) }
        let world = World(["wiki.example": ["10.0.0.5"]])
        let failure = await failure { try await world.fetcher().bytes(at: "http://\(first):\(server.port)/a") }
        #expect(failure?.status == .usage)
        #expect(secret.connections == 0)
    }

    @Test("A name with addresses within and without is connected to without")
    func mixedName() async throws {
        let world = World(["files.example": ["127.0.0.1", "93.184.216.34", "2606:4700::1"]])
        let server = try FaultServer { _, _ in [.response("text")] }
        _ = try await world.fetcher().bytes(at: "http://files.example:\(server.port)/a")
        #expect(world.connections.withLock { $0 } == [["files.example": "93.184.216.34"]])
    }

    @Test("An address that refuses is followed by the next one of the name")
    func nextAddress() async throws {
        #if os(Linux)
            let server = try FaultServer { _, _ in [.response("text")] }
            let fetcher = World(["files.example": ["127.0.0.2", "127.0.0.1"]]).fetcher(isReal: true)
            let bytes = try await fetcher.bytes(at: "http://files.example:\(server.port)/a")
            #expect(bytes == Array("text".utf8))
        #endif
    }

    @Test("A proxy is not sent into this machine either, and names that only it knows are left to it")
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
