import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Observers of calls")
struct ObserverTests {
    /// An observer and a meter that record what they are told.
    private final class Notes: CallObserver, CallMeter {
        struct Observation: CallObservation {
            let notes: Notes
            func retry(_ notice: RetryNotice) { notes.notices.withLock { $0.append(notice.attempt) } }
            func end(_ outcome: CallOutcome) { notes.calls.withLock { $0.append(outcome) } }
        }

        struct Record: AttemptRecord {
            let notes: Notes
            func end(_ outcome: AttemptOutcome) { notes.attempts.withLock { $0.append(outcome) } }
        }

        let notices = Mutex<[Int]>([])
        let calls = Mutex<[CallOutcome]>([])
        let attempts = Mutex<[AttemptOutcome]>([])
        let asksForUsage = false

        func begin(_ call: ObservedCall) -> (any CallObservation)? { Observation(notes: self) }

        func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? { Record(notes: self) }

        /// The outcome of the only call.
        var call: CallOutcome? { calls.withLock { $0.count == 1 ? $0[0] : nil } }
        var attemptEnds: [AttemptOutcome] { attempts.withLock { $0 } }
    }

    private func client(_ notes: Notes, isMetered: Bool = true, _ steps: ScriptedTransport.Step...) throws -> OpenAI {
        var configuration = try OpenAI.Configuration(apiKey: APIKey(Harness.key))
        configuration.retry = RetryPolicy(initialDelay: .milliseconds(1), maxDelay: .milliseconds(1))
        return try OpenAI(
            configuration: configuration,
            transport: ScriptedTransport(steps: steps),
            meter: isMetered ? notes : nil,
            observer: notes
        )
    }

    private static let answer = ScriptedTransport.Step.json(
        """
        {"id":"c1","model":"m-2026","service_tier":"flex","system_fingerprint":"fp","choices":[{"index":0,\
        "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":8,"completion_tokens":2,"total_tokens":10}}
        """,
        headers: ["x-request-id": "r1", "X-RateLimit-Remaining-Requests": "7"]
    )
    private static let piece = #"data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}"# + "\n\n"

    @Test("A meter and an observer are told the same end, and the meter the rate limits", arguments: [false, true])
    func end(isMetered: Bool) async throws {
        let notes = Notes()
        _ = try await client(notes, isMetered: isMetered, Self.answer).chat.completions.create(Harness.request)
        let call = try #require(notes.call)
        #expect(call.status == .complete)
        #expect(call.attempts == 1)
        #expect(call.httpStatus == 200)
        #expect(call.requestID == "r1")
        #expect(call.error == nil)
        #expect(call.result?.completion?.text == "Hello")
        var expected = ResponseMetadata()
        expected.usage = TokenUsage(inputTokens: 8, outputTokens: 2)
        (expected.model, expected.responseID, expected.systemFingerprint) = ("m-2026", "c1", "fp")
        (expected.serviceTier, expected.stopReason, expected.finishReasons) = (.flex, "stop", ["stop"])
        (expected.outputTexts, expected.hasOutput) = (["Hello"], true)
        #expect(call.metadata == expected)
        guard isMetered else { return }
        let attempt = try #require(notes.attemptEnds.first)
        #expect(notes.attemptEnds.count == 1)
        #expect(attempt.metadata == expected)
        #expect(attempt.requestID == "r1")
        #expect(attempt.rateLimits?.requests.remaining == 7)
    }

    @Test("A key that the server echoes anywhere is masked for meters and observers")
    func maskedKeys() async throws {
        let notes = Notes()
        let (key, reversed) = (Harness.key, String(Harness.key.reversed()))
        let body = """
            {"id":"\(key)","model":"m \(key.uppercased())","service_tier":"\(reversed)","system_fingerprint":"\(key)",\
            "choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},\
            {"index":1,"message":{"content":"b"},"finish_reason":"\(key.dropFirst(8))"}]}
            """
        let step = ScriptedTransport.Step.json(body, headers: ["x-request-id": "r \(key)"])
        _ = try await client(notes, step).chat.completions.create(Harness.request)
        let call = try #require(notes.call)
        let attempt = try #require(notes.attemptEnds.first)
        for metadata in [call.metadata, attempt.metadata] {
            let texts = [
                metadata.responseID, metadata.model, metadata.serviceTier?.rawValue, metadata.systemFingerprint,
                metadata.finishReasons.last ?? nil,
            ]
            for text in texts {
                let text = try #require(text).lowercased()
                #expect(!text.contains("0123456789") && !text.contains("9876543210"), "\(text)")
                #expect(text.contains("..."), "\(text)")
            }
            #expect(metadata.finishReasons.first == "stop")
            var dumped = String(describing: metadata)
            dump(metadata, to: &dumped)
            #expect(dumped.contains("systemFingerprint") && dumped.contains("..."))
            #expect(!dumped.contains("0123456789") && !dumped.contains("9876543210"), "\(dumped)")
        }
        #expect(call.requestID == "r sk-...beef")
        #expect(attempt.requestID == "r sk-...beef")
    }

    @Test("Each retry is an event, and the end of the call is that of its last attempt")
    func retries() async throws {
        let notes = Notes()
        let client = try client(notes, .json("{}", status: 503), .json("{}", status: 429), Self.answer)
        _ = try await client.chat.completions.create(Harness.request)
        #expect(notes.notices.withLock { $0 } == [1, 2])
        #expect(notes.call?.attempts == 3)
        #expect(notes.call?.status == .complete)
        #expect(notes.call?.httpStatus == 200)
        #expect(notes.attemptEnds.map(\.httpStatus) == [503, 429, 200])
    }

    @Test("A failed call ends once, with its error", arguments: [false, true])
    func failure(isMetered: Bool) async throws {
        let notes = Notes()
        let client = try client(notes, isMetered: isMetered, .json(#"{"error":{"message":"no"}}"#, status: 400))
        await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(Harness.request) }
        #expect(notes.call?.status == .failed)
        #expect((notes.call?.error as? OpenAIError)?.code == .badRequest)
    }

    @Test("An abandoned stream ends once, with the partial answer", arguments: [false, true])
    func abandonedStream(isMetered: Bool) async throws {
        let notes = Notes()
        let stall = ScriptedTransport.Step.stall(
            headers: ["content-type": "text/event-stream"],
            chunks: [Array(Self.piece.utf8)]
        )
        let client = try client(notes, isMetered: isMetered, stall)
        for try await _ in try await client.chat.completions.stream(Harness.request) { break }
        #expect(notes.call?.status == .cancelled)
        #expect(notes.call?.error == nil)
        #expect(notes.call?.result?.completion?.text == "Hel")
        #expect(notes.call?.metadata.outputTexts == ["Hel"])
    }

    @Test("A truncated stream ends once, with the partial answer and the error", arguments: [false, true])
    func truncatedStream(isMetered: Bool) async throws {
        let notes = Notes()
        let cut = ScriptedTransport.Step.breakOff(
            status: 200,
            headers: ["content-type": "text/event-stream"],
            chunks: [Array(Self.piece.utf8)],
            error: TransportError(.reset, reason: "reset")
        )
        let client = try client(notes, isMetered: isMetered, cut)
        await #expect(throws: OpenAIError.self) {
            for try await _ in try await client.chat.completions.stream(Harness.request) {}
        }
        #expect(notes.call?.status == .truncated)
        #expect((notes.call?.error as? OpenAIError)?.code == .streamTruncated)
        #expect(notes.call?.result?.completion?.text == "Hel")
    }

    /// An observer and a meter that do not retain what they return.
    private final class Lender: CallObserver, CallMeter {
        final class Loan: CallObservation, AttemptRecord {
            func end(_ outcome: CallOutcome) {}
            func end(_ outcome: AttemptOutcome) {}
        }

        private struct Loans {
            weak var observation: Loan?
            weak var record: Loan?
        }

        let asksForUsage = false
        private let loans = Mutex(Loans())

        func begin(_ call: ObservedCall) -> (any CallObservation)? {
            let loan = Loan()
            loans.withLock { $0.observation = loan }
            return loan
        }

        func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
            let loan = Loan()
            loans.withLock { $0.record = loan }
            return loan
        }

        /// The number of loans that are still retained by the client.
        var count: Int { loans.withLock { ($0.observation == nil ? 0 : 1) + ($0.record == nil ? 0 : 1) } }
    }

    @Test("Observations and records, which can hold a request's body, are released although its stream is kept")
    func release() async throws {
        let lender = Lender()
        let client = try OpenAI(
            configuration: OpenAI.Configuration(apiKey: APIKey(Harness.key)),
            transport: ScriptedTransport(steps: [.events(Self.piece, "data: [DONE]\n\n")]),
            meter: lender,
            observer: lender
        )
        let stream = try await client.chat.completions.stream(Harness.request)
        #expect(lender.count == 2)
        for try await _ in stream {}
        #expect(lender.count == 0)
        withExtendedLifetime(stream) {}
    }

    @Test("The body of a refused response ends although it refers to its progress", .timeLimit(.minutes(1)))
    func refusedBody() async throws {
        let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
        let client = try OpenAI(
            configuration: OpenAI.Configuration(apiKey: APIKey(Harness.key)),
            transport: EndlessTransport { continuation.finish() },
            observer: Notes()
        )
        let error = await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.create(Harness.request)
        }
        #expect(error?.code == .invalidResponse)
        for await _ in ends {}
    }

    @Test("Values of metadata can be changed, and lists in place")
    func changedMetadata() {
        let choice = ChatCompletion.Choice(message: .init(content: "a"))
        var metadata = ResponseMetadata(ChatCompletion(id: "1", choices: [choice], model: "m"))
        metadata.outputTexts.append("b")
        metadata.finishReasons.append("length")
        (metadata.audioSeconds, metadata.imageCount, metadata.hostedCalls) = (1.5, 2, ["mcp": 3])
        #expect(metadata.outputTexts == ["a", "b"] && metadata.finishReasons == ["stop", "length"])
        #expect(metadata.audioSeconds == 1.5 && metadata.imageCount == 2 && metadata.hostedCalls == ["mcp": 3])
        #expect(metadata.model == "m" && metadata.responseID == "1" && metadata.stopReason == "stop")
        #expect(metadata.hasOutput && !metadata.citesSources)
    }

    @Test("Changing a member of an outcome changes neither its other members nor a copy")
    func change() async throws {
        let notes = Notes()
        _ = try await client(notes, Self.answer).chat.completions.create(Harness.request)
        let original = try #require(notes.call)
        var outcome = original
        outcome.metadata.usage?.cost = 0.25
        outcome.requestID = nil
        outcome.httpStatus = 201
        #expect(outcome.metadata.usage?.cost == 0.25 && outcome.metadata.usage?.inputTokens == 8)
        #expect(outcome.metadata.model == "m-2026")
        #expect(outcome.requestID == nil && outcome.httpStatus == 201)
        #expect(outcome.result?.completion?.text == "Hello")
        outcome.result = nil
        #expect(outcome.result == nil && outcome.metadata.usage?.cost == 0.25 && outcome.status == .complete)
        #expect(original.metadata.usage?.cost == nil && original.requestID == "r1" && original.httpStatus == 200)
        #expect(original.result?.completion?.text == "Hello")
    }

    @Test("The generated text of a chat completion is its content, reasoning, refusal and calls, in this order")
    func outputTexts() {
        var message = ChatCompletion.Message(content: "a", refusal: "c", reasoning: "b")
        message.toolCalls = [.function(id: "1", name: "d", arguments: "{}")]
        let other = ChatCompletion.Message(content: "e")
        let completion = ChatCompletion(choices: [.init(message: message), .init(message: other)])
        let metadata = ResponseMetadata(completion)
        #expect(metadata.outputTexts == ["a", "b", "c", "d", "{}", "e"])
        #expect(metadata.hasOutput)
        #expect(!ResponseMetadata(ChatCompletion(choices: [.init(message: .init(content: ""))])).hasOutput)
    }
}
