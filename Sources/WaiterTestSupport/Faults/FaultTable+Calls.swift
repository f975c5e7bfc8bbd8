internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let redirects: [Fault] = [
        Fault(
            "a same-origin redirect",
            gets: .answer(requests: 2...2),
            command: .init(0, attempts: 2),
            script: { moment in
                moment.attempt == 0
                    ? [Wire.whole("moved", status: "307 Temporary Redirect", "location: /v1/other")]
                    : [Wire.whole(Wire.completion)]
            }
        ),
        Fault(
            "a cross-origin redirect, whose target must not receive the key",
            gets: .error(.invalidResponse, keeping: .status(307), .requestID),
            command: .init(1, "the server redirected to another origin"),
            script: { moment in
                [
                    Wire.whole(
                        "moved",
                        status: "307 Temporary Redirect",
                        "location: \(moment.elsewhere)/v1/chat/completions"
                    )
                ]
            }
        ),
        Fault(
            "a cross-origin redirect on the second attempt",
            gets: .error(.invalidResponse, attempts: 2, keeping: .status(308), .requestID),
            command: .init(1, "the server redirected to another origin"),
            script: { moment in
                moment.attempt == 0
                    ? [Wire.refusal("503 Service Unavailable", "retry-after-ms: 1")]
                    : [Wire.whole("", status: "308 Permanent Redirect", "location: \(moment.elsewhere)/")]
            }
        ),
        Fault(
            "a redirect loop",
            gets: .error(.invalidResponse, requests: 6...6),
            command: .init(1, "redirect loop", attempts: 6),
            script: { _ in [Wire.whole("", status: "302 Found", "location: /v1/chat/completions")] }
        ),
        Fault(
            "a redirect without a location",
            gets: .error(.invalidResponse, keeping: .status(302)),
            command: .init(1),
            script: { _ in [Wire.whole("", status: "302 Found")] }
        ),
    ]

    static let calls: [Fault] =
        [
            Fault(
                "pooled connections that the server closes while idle",
                variants: 20,
                gets: .answer(),
                script: { _ in [Wire.whole(Wire.completion), .close] }
            ),
            Fault(
                "pooled connections that the server closes on a new request",
                variants: 20,
                gets: .answer()
            ) { moment in
                moment.variant % 2 == 1 && moment.attempt == 0 ? [.close] : [Wire.whole(Wire.completion)]
            }.gets { .answer(requests: $0 % 2 == 1 ? 2...2 : 1...1) },
            Fault(
                "a connection reused after a stream",
                streamed: true,
                variants: 20,
                gets: .answer(),
                script: { _ in Wire.stream(Wire.hello.joined()) }
            ),
            Fault(
                "1,000 concurrent calls over 8 connections",
                configure: { $0.maxConnections = 8 },
                gets: .answer(),
                script: { [Wire.whole(Wire.completion.replacing("Hello", with: "\($0.variant)"))] }
            ).plays(thousandCalls),
            Fault(
                "100 concurrent streams over 8 connections, half of them abandoned",
                streamed: true,
                configure: { $0.maxConnections = 8 },
                gets: .answer(),
                script: { moment in
                    moment.variant % 2 == 0
                        ? Wire.stream(Wire.hello.joined()) : [Wire.streamHead, .chunk(Wire.content("Hel")), .stall]
                }
            ).plays(streamsLeft),
            Fault(
                "a call cancelled while it waits for a connection",
                gets: .answer(),
                script: {
                    $0.variant == 0
                        ? [.open($0.reached), .wait($0.arrived), Wire.whole(Wire.completion)]
                        : [Wire.whole(Wire.completion)]
                }
            ).plays(givenUpInTheQueue),
        ] + cancellations

    // MARK: Cancellation

    private static let cancellations: [Fault] = [
        Fault(
            "cancelled before the call",
            cancels: .beforeTheCall,
            gets: .cancelled(attempts: 0),
            script: { _ in [Wire.whole(Wire.completion)] }
        ),
        Fault(
            "cancelled while connecting",
            at: .serverWithTLS,
            greeting: { [.open($0.reached), .stall] },
            cancels: .whenReached,
            gets: .cancelled(attempts: 1),
            command: .init(130, "interrupted")
        ),
        Fault(
            "cancelled before the response head",
            cancels: .whenReached,
            gets: .cancelled(attempts: 1),
            command: .init(130, "interrupted"),
            script: { [.open($0.reached), .stall] }
        ),
        Fault(
            "cancelled while receiving the response head",
            cancels: .whenReached,
            gets: .cancelled(attempts: 1),
            command: .init(130, "interrupted"),
            script: { [.text("HTTP/1.1 200 OK\r\ncontent-"), .open($0.reached), .stall] }
        ),
        Fault(
            "cancelled while receiving the body",
            cancels: .whenReached,
            gets: .cancelled(attempts: 1),
            command: .init(130, "interrupted"),
            script: { [Wire.head(["content-length: 100"]), .text("{"), .open($0.reached), .stall] }
        ),
        Fault(
            "cancelled while receiving an error response",
            cancels: .whenReached,
            gets: .cancelled(attempts: 1),
            command: .init(130, "interrupted"),
            script: { [.text("HTTP/1.1 500 Oh\r\ncontent-length: 100\r\n\r\n{"), .open($0.reached), .stall] }
        ),
        Fault(
            "cancelled during a retry delay",
            cancels: .whenReached,
            gets: .cancelled(attempts: 1),
            command: .init(130, "interrupted"),
            script: { [Wire.refusal("429 Too Many Requests", "retry-after: 100"), .open($0.reached)] }
        ),
        Fault(
            "cancelled during a stream",
            streamed: true,
            cancels: .whenArrived,
            gets: .cancelled(attempts: 1, text: "Hel"),
            command: .init(130, "interrupted"),
            script: { _ in [Wire.streamHead, .chunk(Wire.content("Hel")), .stall] }
        ),
        Fault(
            "cancelled in the middle of an event",
            streamed: true,
            cancels: .whenArrived,
            gets: .cancelled(attempts: 1, text: "Hel"),
            command: .init(130, "interrupted"),
            script: { _ in [Wire.streamHead, .chunk(Wire.content("Hel") + "data: {\"choices"), .stall] }
        ),
        Fault(
            "cancelled after the answer",
            cancels: .afterTheCall,
            gets: .answer(),
            script: { _ in [Wire.whole(Wire.completion)] }
        ),
    ]

    // MARK: Scenarios

    @Sendable
    private static func thousandCalls(_ stage: FaultStage) async -> [String] {
        await withTaskGroup(of: String?.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let outcome = await stage.call(number)
                    return outcome.text == "\(number)" ? nil : "call \(number): \(String(describing: outcome.error))"
                }
            }
            var complaints: [String] = []
            for await complaint in group { complaints += complaint.map { [$0] } ?? [] }
            let connections = stage.server.connections
            return connections <= 8 ? complaints : complaints + ["\(connections) connections"]
        }
    }

    @Sendable
    private static func streamsLeft(_ stage: FaultStage) async -> [String] {
        await withTaskGroup(of: String?.self) { group in
            for number in 0..<100 {
                group.addTask {
                    if number % 2 == 0 {
                        let outcome = await stage.call(number)
                        return outcome.text == "Hello" ? nil : "stream \(number): \(String(describing: outcome.error))"
                    }
                    do {
                        let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
                        let options = RequestOptions(headers: ["x-variant": "\(number)"])
                        for try await _ in try await stage.client.chat.completions.stream(request, options: options) {
                            return nil
                        }
                        return "stream \(number) is empty"
                    } catch {
                        return "stream \(number): \(error)"
                    }
                }
            }
            var complaints: [String] = []
            for await complaint in group { complaints += complaint.map { [$0] } ?? [] }
            return complaints
        }
    }

    @Sendable
    private static func givenUpInTheQueue(_ stage: FaultStage) async -> [String] {
        async let first = stage.call(0)
        await stage.moment(0).reached.wait()
        let second = Task { await stage.call(1) }
        let third = Task { await stage.call(2) }
        second.cancel()
        stage.moment(0).arrived.open()
        let (one, three) = (await first, await third.value)
        _ = await second.value
        return one.text == "Hello" && three.text == "Hello" ? [] : ["another call was affected: \(one) \(three)"]
    }
}
