import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Speech")
struct SpeechTests {
    private static let request = SpeechRequest(model: "gpt-4o-mini-tts", input: "Hello", voice: .alloy)

    private static func audio(_ chunks: [[UInt8]], type: String = "audio/mpeg") -> ScriptedTransport {
        ScriptedTransport(.respond(status: 200, headers: ["content-type": type], chunks: chunks))
    }

    @Test("A request sends every parameter under its name")
    func everyParameter() async throws {
        var request = SpeechRequest(model: "gpt-4o-mini-tts", input: "Hello", voice: .custom(id: "voice_1"))
        request.instructions = "Whisper."
        request.responseFormat = .opus
        request.speed = 1.5
        request.streamFormat = .audio
        let transport = Self.audio([tinyMP3])
        _ = try await transport.client().audio.speech.create(request)
        #expect(transport.requests.map(\.line) == ["POST /v1/audio/speech"])
        #expect(
            transport.requests[0].json == [
                "model": "gpt-4o-mini-tts", "input": "Hello", "voice": ["id": "voice_1"], "instructions": "Whisper.",
                "response_format": "opus", "speed": 1.5, "stream_format": "audio",
            ]
        )
        #expect(try roundTrip(request) == request)
        #expect(try encoded(Self.request) == #"{"model":"gpt-4o-mini-tts","input":"Hello","voice":"alloy"}"#)
    }

    @Test("Audio is returned as bytes, as a stream, or in a file, and each is metered once")
    func forms() async throws {
        let meter = OutcomeMeter()
        let folder = try ScratchFolder()
        let transport = Self.audio([Array(tinyMP3[..<10]), Array(tinyMP3[10...])])
        let speech = try transport.client(meter: meter).audio.speech
        #expect(try await speech.create(Self.request) == tinyMP3)
        let file = try await speech.create(Self.request, to: folder("a.mp3"))
        #expect(file.bytes == 64 && file.contentType == "audio/mpeg")
        #expect(try folder.read("a.mp3") == tinyMP3 && folder.names == ["a.mp3"])
        let stream = try await speech.stream(Self.request)
        var bytes: [UInt8] = []
        for try await chunk in stream { bytes += chunk }
        #expect(bytes == tinyMP3 && stream.head.status == 200)
        var second = stream.makeAsyncIterator()
        await #expect(throws: OpenAIError.self) { try await second.next() }
        #expect(meter.outcomes.map(\.status) == [.complete, .complete, .complete])
        #expect(meter.outcomes.allSatisfy { $0.metadata.hasOutput })
        #expect(meter.attempts.map(\.isStream) == [false, false, true])
    }

    @Test(
        "A response that is not audio is an error, and creates no file",
        arguments: [
            ("application/json", #"{"text":"Hi"}"#), ("text/html", "<html></html>"), ("audio/mpeg", ""),
            ("application/octet-stream", "\u{25}PDF-1.7"),
        ]
    )
    func noAudio(type: String, body: String) async throws {
        let meter = OutcomeMeter()
        let folder = try ScratchFolder()
        let speech = try Self.audio([Array(body.utf8)], type: type).client(meter: meter).audio.speech
        for form in 0..<3 {
            let error = await #expect(throws: OpenAIError.self) {
                switch form {
                case 0: _ = try await speech.create(Self.request)
                case 1: _ = try await speech.create(Self.request, to: folder("a.mp3"))
                default: _ = try await speech.stream(Self.request)
                }
            }
            #expect(error?.code == .invalidResponse)
        }
        #expect(folder.names.isEmpty && meter.outcomes.count == 3)
        #expect(meter.outcomes.allSatisfy { $0.status != .complete })
    }

    @Test("A connection that breaks in the middle is an error in every form, and leaves no file")
    func broken() async throws {
        let meter = OutcomeMeter()
        let folder = try ScratchFolder()
        try folder.write([1], to: "a.mp3")
        let transport = ScriptedTransport(
            .breakOff(
                status: 200,
                headers: ["content-type": "audio/mpeg"],
                chunks: [tinyMP3],
                error: TransportError(.reset, reason: "reset")
            )
        )
        let speech = try transport.client(meter: meter).audio.speech
        let saving = await #expect(throws: OpenAIError.self) {
            try await speech.create(Self.request, to: folder("a.mp3"))
        }
        #expect(saving?.code == .connection)
        #expect(try folder.read("a.mp3") == [1] && folder.names == ["a.mp3"])
        var received: [UInt8] = []
        let stream = try await speech.stream(Self.request)
        let error = await #expect(throws: OpenAIError.self) { for try await chunk in stream { received += chunk } }
        #expect(error?.code == .streamTruncated && error?.connectionFailure == .reset && received == tinyMP3)
        #expect(transport.requests.count == 2 && meter.outcomes.map(\.status) == [.truncated, .truncated])
    }

    @Test("Leaving a stream closes the connection and is metered as cancelled")
    func left() async throws {
        let meter = OutcomeMeter()
        let transport = ScriptedTransport(.stall(headers: ["content-type": "audio/mpeg"], chunks: [tinyMP3]))
        let client = try transport.client(meter: meter)
        do {
            for try await chunk in try await client.audio.speech.stream(Self.request) {
                #expect(chunk == tinyMP3)
                break
            }
        }
        #expect(transport.cancelledBodies == 1 && meter.outcomes.map(\.status) == [.cancelled])
    }

    private static func delta(_ bytes: [UInt8]) -> String {
        #"data: {"type":"speech.audio.delta","audio":"\#(Data(bytes).base64EncodedString())"}"# + "\n\n"
    }
    private static let done =
        #"data: {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101,"total_tokens":115}}"#
        + "\n\n"

    @Test("Events have chunks of audio and the usage, whose output the meter receives as audio tokens")
    func events() async throws {
        let meter = OutcomeMeter()
        let unknown = #"data: {"type":"speech.audio.mark","word":"Hi"}"# + "\n\n"
        let transport = ScriptedTransport(.events(Self.delta([1, 2, 3, 4]), unknown + Self.delta([5]), Self.done))
        let (events, error) = await drain(
            try await transport.client(meter: meter).audio.speech.events(Self.request)
        )
        #expect(error == nil)
        #expect(try events.compactMap { try $0.audioBytes() } == [[1, 2, 3, 4], [5]])
        #expect(events.map(\.type) == [.audioDelta, "speech.audio.mark", .audioDelta, .audioDone])
        #expect(events[1].json["word"] == "Hi" && events.last?.usage?.totalTokens == 115)
        #expect(transport.requests[0].json["stream_format"] == "sse")
        let usage = meter.outcomes.first?.metadata.usage
        #expect(usage?.outputTokens == 101 && usage?.output?.audioTokens == 101)
    }

    @Test("A stream of events cut before the end is an error, as is a chunk that is not base64")
    func cutEvents() async throws {
        let transport = ScriptedTransport(
            .events(Self.delta([1]), #"data: {"type":"speech.audio.delta","audio":"?"}"# + "\n\n")
        )
        let (events, error) = await drain(try await transport.client().audio.speech.events(Self.request))
        #expect((error as? OpenAIError)?.code == .streamTruncated && events.count == 2)
        #expect(throws: OpenAIError.self) { try events[1].audioBytes() }
    }

    @Test("A model that ignores the request for events is an error that names the cause")
    func noEvents() async throws {
        let error = await #expect(throws: OpenAIError.self) {
            try await Self.audio([tinyMP3]).client().audio.speech.events(Self.request)
        }
        #expect(error?.code == .invalidResponse && error?.message.contains("no events") == true)
    }
}
