internal import HTTPTypes
internal import Synchronization
package import Waiter
internal import WaiterPlatform
package import WaiterTerminal

/// The transport for `-v`. It logs the HTTP exchange and its timing to standard error, and masks keys.
package final class ExchangeLog: Transport {
    /// The maximum number of body bytes to print. Bodies with attachments can be large.
    private static let bodyLimit = 4096

    private let transport: any Transport
    private let console: Console
    private let redactor: Redactor
    private let clock: CommandClock
    private let start: Duration
    private let proxy: OpenAI.Proxy?
    private let received = Mutex(0)

    package init(_ transport: any Transport, console: Console, clock: CommandClock, configuration: OpenAI.Configuration)
    {
        self.transport = transport
        self.console = console
        self.clock = clock
        start = clock.now()
        proxy = configuration.proxy
        redactor = Redactor([configuration.apiKey])
    }

    package func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        let head = request.head
        say(">", "\(head.method) \(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")")
        say(">", head.headerFields)
        say(">", body(request.body))
        let observed = TransportProgress { [self] phase in
            switch phase {
            case .queued: progress.isQueued()
            case .connecting:
                note(proxy.map { "connecting through the proxy \($0)" } ?? "connecting")
                progress.isConnecting()
            case .uploading: progress.isUploading()
            case .sent:
                note("sent")
                progress.isSent()
            }
        }
        do {
            let response = try await transport.send(request, progress: observed)
            note("answered")
            say("<", "HTTP \(response.head.status.code)")
            say("<", response.head.headerFields)
            return TransportResponse(head: response.head, body: counted(response.body))
        } catch {
            note("failed: \(error)")
            throw error
        }
    }

    package func shutdown(gracePeriod: Duration) async {
        await transport.shutdown(gracePeriod: gracePeriod)
    }

    /// Prints the number of bytes received and the total time.
    package func finish() {
        note("done, \(ByteCount.formatted(Int64(received.withLock { $0 }))) received")
    }

    /// Returns a body that counts its bytes and logs when the first bytes are received.
    private func counted(_ body: ResponseBody) -> ResponseBody {
        ResponseBody { [self] writer in
            var isFirst = true
            while let piece = try await body.read() {
                received.withLock { $0 += piece.count }
                if isFirst { note("first bytes") }
                isFirst = false
                try await writer.write(piece)
            }
        }
    }

    private func body(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(Self.bodyLimit), as: UTF8.self)
        return bytes.count > Self.bodyLimit ? text + "... (\(ByteCount.formatted(Int64(bytes.count))) in total)" : text
    }

    private func note(_ event: String) { say("*", "\(event) (\((clock.now() - start).shortText))") }

    private func say(_ mark: String, _ fields: HTTPFields) {
        for field in fields {
            let name = field.name.canonicalName
            var value = field.value
            if SecretHeader.contains(name) {
                value = SecretHeader.shown(value, redacted: KeyScanner.redacted(redactor.redact(value)))
            }
            say(mark, "\(name): \(value)")
        }
    }

    private func say(_ mark: String, _ text: String) {
        guard !text.isEmpty else { return }
        console.say("\(mark) \(TerminalText.line(KeyScanner.redacted(redactor.redact(text))))")
    }
}
