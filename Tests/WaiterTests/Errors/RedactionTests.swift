import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Secrets", .timeLimit(.minutes(10)))
struct RedactionTests {
    static let key = "sk-proj-AbC+/=123_secret-value-XYZ-beef"

    /// All representations in which a program may print a value by accident.
    private func shown(_ value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        let box = [value]
        return ["\(value)", String(reflecting: value), String(describing: value), dumped, "\(box)"].joined(
            separator: "\n"
        )
    }

    private func expectHidden(_ text: String, _ note: Comment = "", key: String = Self.key) {
        #expect(!text.contains(key), note)
        #expect(!text.contains(key.dropFirst(8).dropLast(6)), note)
    }

    @Test("Every representation of a key shows only its prefix and its end")
    func apiKey() throws {
        let key = APIKey(Self.key)
        expectHidden(shown(key))
        #expect("\(key)" == "sk-...beef")
        #expect("\(APIKey("short"))" == "...")
        #expect("\(APIKey("sk-short"))" == "sk-...")
        #expect(String(decoding: try JSONEncoder().encode(["key": key]), as: UTF8.self) == #"{"key":"sk-...beef"}"#)
        #expect(try encoded(["key": key]) == #"{"key":"sk-...beef"}"#)
        #expect("\(APIKey.provider { Self.key })" == "(from a provider)")
        expectHidden(shown(APIKey?.some(key)))
    }

    @Test("Client, configuration, resources and options show no secret in any representation")
    func client() async throws {
        let proxy = OpenAI.Proxy(host: "proxy", port: 1, user: "user-secret", password: Self.key)
        var configuration = try OpenAI.Configuration(
            apiKey: APIKey(Self.key),
            headers: ["Authorization": "Bearer \(Self.key)"],
            proxy: proxy
        )
        let client = try OpenAI(configuration: configuration)
        let scripted = try OpenAI(configuration: configuration, transport: ScriptedTransport(.completion))
        _ = try await scripted.chat.completions.create(Harness.request)
        configuration.headers["Cookie"] = Self.key
        for text in [
            shown(configuration), shown(client), shown(client.chat), shown(client.chat.completions),
            shown(client.models),
            shown(scripted), shown(proxy), shown(RequestOptions(apiKey: APIKey(Self.key))),
        ] {
            expectHidden(text, "\(text)")
            #expect(!text.contains("user-secret"))
        }
        #expect("\(proxy)" == "proxy:1")
        await client.shutdown(gracePeriod: .zero)
    }

    @Test("A key echoed by a server is not shown")
    func echo() async throws {
        let base64 = Data(Self.key.utf8).base64EncodedString()
        let shifted = Data("user:\(Self.key)".utf8).base64EncodedString()
        let percent = try #require(Self.key.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let forms = [Self.key, base64, shifted, percent, "sk-AnotherKey_of-someone-else0"]
        for form in forms {
            let text = JSONValue.string(form).jsonText
            for (status, body) in [
                (401, #"{"error":{"message":\#(text),"type":\#(text),"code":\#(text),"param":\#(text)}}"#),
                (500, "<html>\(form)</html>"), (200, #"{"error":{"message":\#(text)}}"#), (200, "no JSON \(form)"),
                (200, #"{"text":\#(text)}"#), (400, #"{"detail":[{"msg":\#(text),"loc":["header",\#(text)]}]}"#),
            ] {
                let harness = try Harness(.status(status, ["x-request-id": form], body)) {
                    $0.apiKey = APIKey(Self.key)
                }
                let error = try #require(await harness.failure())
                let shown = shown(error)
                #expect(!shown.contains(form), "\(status) \(shown)")
                expectHidden(shown)
            }
        }
        let stream = try Harness(.events("data: {\"error\":\"\(Self.key)\"}\n\n")) { $0.apiKey = APIKey(Self.key) }
        expectHidden(shown(try #require(await stream.stream().error)))
    }

    @Test("A key for a single call and a key from a provider are also hidden")
    func otherKeys() async throws {
        let secret = "no-shape-0123456789"
        let harness = try Harness(.status(401, [:], #"{"error":{"message":"wrong key \#(secret)"}}"#))
        let options = RequestOptions(maxRetries: 0, apiKey: APIKey(secret))
        #expect(await harness.failure(options)?.message == "wrong key ...")
        let provided = try Harness(.status(401, [:], #"{"error":{"message":"wrong key \#(secret)"}}"#)) {
            $0.apiKey = .provider { secret }
        }
        #expect(await provided.failure()?.message == "wrong key ...")
    }

    @Test("Truncated text contains no part of a key")
    func cuts() async throws {
        for length in 400..<520 {
            let text = String(repeating: "x", count: length) + Self.key
            let harness = try Harness(.respond(status: 500, headers: [:], chunks: [Array(text.utf8)])) {
                $0.apiKey = APIKey(Self.key)
            }
            expectHidden(try #require(await harness.failure()?.body))
        }
        let characters = String(repeating: "e\u{301}\u{302}\u{303}\u{304}", count: 455)
        let harness = try Harness(.respond(status: 500, headers: [:], chunks: [Array((characters + Self.key).utf8)])) {
            $0.apiKey = APIKey(Self.key)
        }
        expectHidden(try #require(await harness.failure()?.body))
    }

    private struct Recorder: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level

        final class Lines: Sendable {
            private let list = Mutex<[(Logger.Level, String)]>([])
            var all: [(Logger.Level, String)] { list.withLock { $0 } }
            func add(_ line: (Logger.Level, String)) { list.withLock { $0.append(line) } }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.add((event.level, "\(event.message) \(event.metadata ?? [:])"))
        }
    }

    @Test("Logs contain no key at any level, no body above trace, and nothing at info or above")
    func logs() async throws {
        let lines = Recorder.Lines()
        let name = try #require(HTTPField.Name("x-echo"))
        let harness = try Harness(
            .status(
                500,
                ["x-echo": Self.key, "set-cookie": "session-secret"],
                #"{"error":{"message":"the body \#(Self.key)"}}"#
            ),
            .fail(TransportError(.reset, reason: "broken \(Self.key)")),
            .completion
        ) {
            $0.apiKey = APIKey(Self.key)
            $0.headers[name.rawName] = Self.key
            $0.logger = Logger(label: "test") { _ in Recorder(lines: lines, logLevel: .trace) }
        }
        _ = try await harness.create(retries: 2).get()
        #expect(lines.all.count > 5)
        for (level, text) in lines.all {
            expectHidden(text, "\(text)")
            #expect(level < .info)
            #expect(!text.contains("the body") && !text.contains("Hello") && !text.contains("session-secret"))
        }
    }
}
