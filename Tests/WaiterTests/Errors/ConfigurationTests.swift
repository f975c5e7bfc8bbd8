import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Configuration")
struct ConfigurationTests {
    private func error(_ environment: [String: String]) -> OpenAIError? {
        #expect(throws: OpenAIError.self) { try OpenAI.Configuration.fromEnvironment(environment) }
    }

    @Test("Environment variables are read, and empty ones count as unset")
    func environment() throws {
        let configuration = try OpenAI.Configuration.fromEnvironment([
            "OPENAI_API_KEY": "sk-1", "OPENAI_ORG_ID": "org", "OPENAI_PROJECT_ID": "proj",
            "OPENAI_BASE_URL": "https://h/v2/",
            "SSL_CERT_FILE": "/a", "SSL_CERT_DIR": "/b",
            "HTTPS_PROXY": "http://p:1",
        ])
        #expect(configuration.baseURL.description == "https://h/v2")
        #expect(configuration.organization == "org")
        #expect(configuration.project == "proj")
        #expect(configuration.tls == OpenAI.TLS(certificateFile: "/a", certificateDirectory: "/b"))
        #expect(configuration.proxy == OpenAI.Proxy(host: "p", port: 1))
        let empty = try OpenAI.Configuration.fromEnvironment([
            "OPENAI_API_KEY": "sk-1", "OPENAI_ORG_ID": "", "OPENAI_BASE_URL": "", "HTTPS_PROXY": "",
            "SSL_CERT_FILE": "",
        ])
        #expect(empty.baseURL == .openAI)
        #expect(empty.organization == nil)
        #expect(empty.proxy == nil)
        #expect(empty.tls == OpenAI.TLS())
    }

    @Test("The error for a missing or invalid variable names it, and never quotes a key")
    func mistakes() {
        #expect(error([:])?.message.contains("OPENAI_API_KEY") == true)
        #expect(error(["OPENAI_API_KEY": ""])?.message.contains("OPENAI_API_KEY") == true)
        for key in ["sk-secret\n", "sk-secret\r\nx: y", "sk secret", "sk-secr\u{e9}t", "sk-\u{7F}secret"] {
            let error = error(["OPENAI_API_KEY": key])
            #expect(error?.code == .configuration)
            #expect(error?.message.contains("OPENAI_API_KEY") == true)
            #expect(error?.message.contains("secr") == false)
        }
        #expect(
            error(["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "h/v1"])?.message.hasPrefix("OPENAI_BASE_URL:") == true
        )
        let proxy = error(["OPENAI_API_KEY": "k", "HTTPS_PROXY": "socks5://user:secret@h:1"])
        #expect(proxy?.message.contains("HTTPS_PROXY") == true)
        #expect(proxy?.message.contains("secret") == false)
        #expect(error(["OPENAI_API_KEY": "k", "OPENAI_ORG_ID": "a\nb"])?.message.contains("organization") == true)
    }

    @Test("Loopback needs no key, and no key is sent unencrypted to another host unless allowed")
    func keys() throws {
        for host in ["localhost", "127.0.0.1", "[::1]", "127.9.9.9", "api.localhost"] {
            _ = try OpenAI.Configuration(baseURL: BaseURL("http://\(host):8080/v1"))
            _ = try OpenAI.Configuration(apiKey: APIKey("k"), baseURL: BaseURL("http://\(host):8080/v1"))
        }
        for host in [
            "example.com", "192.168.0.1", "127.0.0.1.example.com", "0.0.0.0", "1270.0.0.1", "localhost.example.com",
        ] {
            let url = try BaseURL("http://\(host)")
            #expect(throws: OpenAIError.self, "\(host)") { try OpenAI.Configuration(baseURL: url) }
            #expect(throws: OpenAIError.self, "\(host)") { try OpenAI.Configuration(apiKey: APIKey("k"), baseURL: url) }
            _ = try OpenAI.Configuration(apiKey: APIKey("k"), baseURL: url, allowsKeyOverPlainHTTP: true)
        }
        _ = try OpenAI.Configuration(headers: ["authorization": "Basic x"])
    }

    @Test("An anonymous client needs no key, and sends none even if it is given one")
    func anonymous() async throws {
        let transport = ScriptedTransport(.json("{}"))
        let configuration = try OpenAI.Configuration(
            baseURL: BaseURL("http://gateway.internal/v1"),
            authentication: .anonymous
        )
        let client = try OpenAI(configuration: configuration, transport: transport)
        _ = try await client.requestBytes(.get, "/models", options: RequestOptions(apiKey: APIKey("sk-unwanted")))
        #expect(transport.requests[0].head.headerFields[.authorization] == nil)
    }

    @Test("A call's total deadline keeps the client's other deadlines, in either form")
    func oneTimeout() {
        let client = OpenAI.Timeouts(
            connect: .seconds(1),
            firstContent: .seconds(2),
            idle: .seconds(3),
            total: .seconds(4)
        )
        let expected = OpenAI.Timeouts(
            connect: .seconds(1),
            firstContent: .seconds(2),
            idle: .seconds(3),
            total: .seconds(9)
        )
        var changed = RequestOptions()
        changed.timeout = .seconds(9)
        let both = RequestOptions(timeout: .seconds(9), timeouts: OpenAI.Timeouts(total: .seconds(5)))
        for options in [RequestOptions(timeout: .seconds(9)), changed, both] {
            #expect(options.timeouts.merged(with: client) == expected)
            #expect(options.timeout == .seconds(9))
        }
        #expect(RequestOptions().timeouts.merged(with: client) == client)
    }

    @Test("A header that cannot be sent causes the configuration to be rejected")
    func headers() throws {
        for header in ["a b": "x", "a": "x\r\ny", "": "x"] {
            #expect(throws: OpenAIError.self, "\(header)") {
                try OpenAI.Configuration(apiKey: APIKey("k"), headers: [header.key: header.value])
            }
        }
    }

    @Test("A value changed after the configuration was created is checked by the client")
    func changed() throws {
        var configuration = try OpenAI.Configuration(apiKey: APIKey("k"))
        configuration.timeouts.total = .zero
        #expect(throws: OpenAIError.self) { try OpenAI(configuration: configuration, transport: ScriptedTransport()) }
        for change in [
            { $0.retry.maxRetries = -1 }, { $0.limits.eventBytes = 0 }, { $0.maxConnections = 0 }, { $0.apiKey = nil },
            { $0.project = "a\r\nb" },
        ] as [(inout OpenAI.Configuration) -> Void] {
            var configuration = try OpenAI.Configuration(apiKey: APIKey("k"))
            change(&configuration)
            #expect(throws: OpenAIError.self) {
                try OpenAI(configuration: configuration, transport: ScriptedTransport())
            }
        }
    }

    @Test(
        "URLs are parsed into scheme, host, port, path and query",
        arguments: [
            ("https://api.openai.com/v1", "https://api.openai.com/v1", 443), ("HTTP://H:80/a//", "http://h:80/a", 80),
            ("http://[::1]:1/", "http://[::1]:1", 1), ("https://h?a=b", "https://h?a=b", 443),
            ("https://h/v1/?a=b&c=%20/", "https://h/v1?a=b&c=%20/", 443),
            ("http://a_b.c-d:65535", "http://a_b.c-d:65535", 65535),
        ]
    )
    func addresses(text: String, description: String, port: Int) throws {
        let url = try BaseURL(text)
        #expect(url.description == description)
        #expect(url.effectivePort == port)
        let same = try BaseURL(description)
        #expect(url == same && url.hashValue == same.hashValue)
        #expect(Mirror(reflecting: url).descendant("host") as? String == url.host)
    }

    @Test("Base URLs that differ in one part are different")
    func differentAddresses() throws {
        let texts = ["http://h/v1", "https://h/v1", "http://i/v1", "http://h:80/v1", "http://h/v2", "http://h/v1?a=b"]
        #expect(Set(try texts.map(BaseURL.init)).count == texts.count)
    }

    @Test(
        "Invalid base URLs are rejected",
        arguments: [
            "", "h", "h/v1", "//h", "ftp://h", "https://", "https:///v1", "https://:1", "https://h:0",
            "https://h:65536",
            "https://h:x", "https://h:+1", "https://h:", "https://u:p@h", "https://h#f", "https://h/a b", "https://h\n",
            "https://h/\u{0}", "https://é", "https://[::1", "https://[x]", "https://h\\a", "https://h%41", " https://h",
        ]
    )
    func noAddresses(text: String) {
        let error = #expect(throws: OpenAIError.self) { try BaseURL(text) }
        #expect(error?.code == .configuration)
    }

    @Test(
        "Proxies are chosen by scheme, except for this machine and hosts in NO_PROXY",
        arguments: [
            ("https://api.example.com", ["HTTPS_PROXY": "http://p:3128"], "p:3128"),
            ("https://api.example.com", ["https_proxy": "p"], "p:80"),
            ("https://api.example.com", ["HTTP_PROXY": "http://p:3128"], nil),
            ("http://api.example.com", ["HTTP_PROXY": "http://p:3128/"], "p:3128"),
            ("https://127.0.0.1", ["HTTPS_PROXY": "http://p:3128"], nil),
            ("https://api.example.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"], nil),
            ("https://api.example.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "x, example.com"], nil),
            ("https://api.example.com", ["HTTPS_PROXY": "http://p:1", "no_proxy": ".example.com"], nil),
            ("https://api.example.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "*.example.com"], nil),
            ("https://api.example.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "API.example.com:443"], nil),
            ("https://api.example.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "api.example.com:80"], "p:1"),
            ("https://api.example.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "ample.com,,"], "p:1"),
            ("https://[fe80::1]", ["HTTPS_PROXY": "http://[::1]:1"], "[::1]:1"),
            ("https://10.1.2.3", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "x,10.0.0.0/8"], nil),
            ("https://11.1.2.3", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"], "p:1"),
            ("https://10.1.127.3", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.1.0.0/17"], nil),
            ("https://10.1.128.3", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.1.0.0/17"], "p:1"),
            ("https://10.1.2.3", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.1.2.3"], nil),
            ("https://10.1.2.3", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.1.2.3/33,10.0.0.0/,/8"], "p:1"),
            ("https://10.1.2.3", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "0.0.0.0/0"], nil),
            ("https://10.example.com", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"], "p:1"),
            ("https://[fd00::1]", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "fd00::/8"], nil),
            ("https://[fe80::1]", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "fd00::/8"], "p:1"),
            ("https://[fe80::1]:8443", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "[fe80::1]:8443"], nil),
            ("https://[fe80::1]", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "fe80::1"], nil),
            ("https://api.example.com", ["ALL_PROXY": "http://all:1"], "all:1"),
            ("http://api.example.com", ["all_proxy": "all:1"], "all:1"),
            ("https://api.example.com", ["ALL_PROXY": "http://all:1", "HTTPS_PROXY": "http://p:1"], "p:1"),
            ("https://api.example.com", ["ALL_PROXY": "http://all:1", "HTTP_PROXY": "http://p:1"], "all:1"),
            ("https://127.0.0.1", ["ALL_PROXY": "socks5://all:1"], nil),
        ] as [(String, [String: String], String?)]
    )
    func proxies(url: String, environment: [String: String], proxy: String?) throws {
        #expect(try OpenAI.Proxy.fromEnvironment(environment, for: BaseURL(url))?.description == proxy)
    }

    @Test(
        "The error for an unsupported proxy has its scheme, without its credentials",
        arguments: ["socks5h", "https"]
    )
    func otherProxies(scheme: String) throws {
        for name in ["ALL_PROXY", "HTTPS_PROXY"] {
            let error = #expect(throws: OpenAIError.self) {
                try OpenAI.Proxy.fromEnvironment([name: "\(scheme)://u:secret@h:1"], for: BaseURL("https://h"))
            }
            #expect(error?.message.contains(name) == true && error?.message.contains("'\(scheme)'") == true)
            #expect(error?.message.contains("secret") == false)
        }
    }

    @Test("A proxy's user and password are decoded and part of its identity")
    func proxyCredentials() throws {
        let url = try BaseURL("https://h")
        let proxy = try OpenAI.Proxy.fromEnvironment(["HTTPS_PROXY": "http://us%40er:p%3Ass@host:1"], for: url)
        #expect(proxy == OpenAI.Proxy(host: "host", port: 1, user: "us@er", password: "p:ss"))
        #expect(proxy != OpenAI.Proxy(host: "host", port: 1))
    }
}
