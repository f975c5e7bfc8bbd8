import Testing
import Waiter
import WaiterTestSupport

@Suite("Transcription streams")
struct TranscriptionStreamTests {
    private static func event(_ json: String) -> String { "data: \(json)\n\n" }
    private static let deltas = [" I", " see", " skies"].map {
        event(#"{"type":"transcript.text.delta","delta":"\#($0)","logprobs":[{"token":"\#($0)","logprob":-0.5}]}"#)
    }
    private static let done = event(
        #"""
        {"type":"transcript.text.done","text":"I see skies","languages":[{"code":"en"}],"logprobs":[],
        "usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":10,"audio_tokens":4},
        "output_tokens":31,"total_tokens":45}}
        """#.replacing("\n", with: " ")
    )

    private static func stream(
        _ chunks: [String],
        meter: OutcomeMeter = OutcomeMeter()
    ) async throws -> (elements: [TranscriptionEvent], error: (any Error)?) {
        let transport = ScriptedTransport(
            .respond(
                status: 200,
                headers: ["content-type": "text/event-stream"],
                chunks: chunks.map { Array($0.utf8) }
            )
        )
        let request = TranscriptionRequest(.bytes(tinyMP3, name: "a.mp3"), model: "gpt-4o-mini-transcribe")
        let stream = try await transport.client(meter: meter).audio.transcriptions.stream(request)
        #expect(try await transport.requests[0].formLines().contains("stream=true"))
        return await drain(stream)
    }

    @Test("Deltas are followed by the whole text with its usage")
    func complete() async throws {
        let meter = OutcomeMeter()
        let (events, error) = try await Self.stream(Self.deltas + [Self.done], meter: meter)
        #expect(error == nil && events.compactMap(\.delta) == [" I", " see", " skies"])
        #expect(events[0].logprobs.first?.token == " I" && events.last?.languages == ["en"])
        let last = try #require(events.last?.transcription)
        #expect(last.text == "I see skies" && last.usage?.outputTokens == 31 && last.languages == ["en"])
        var accumulator = TranscriptionAccumulator()
        for event in events { accumulator.append(event) }
        #expect(accumulator.isComplete && accumulator.snapshot == last)
        #expect(meter.outcomes.map(\.status) == [.complete])
        #expect(meter.outcomes[0].metadata.usage?.input?.audioTokens == 4)
        #expect(meter.attempts[0].isStream)
    }

    @Test("A diarized stream has segments by speaker, and unknown events keep their members")
    func diarized() async throws {
        let segment = Self.event(
            #"{"type":"transcript.text.segment","id":"seg_002","start":5.2,"end":12.8,"text":"Hi","speaker":"A"}"#
        )
        let delta = Self.event(#"{"type":"transcript.text.delta","delta":"Hi","segment_id":"seg_002"}"#)
        let unknown = Self.event(#"{"type":"transcript.language","code":"en"}"#)
        let (events, error) = try await Self.stream([unknown, delta, segment, Self.done])
        #expect(error == nil)
        #expect(events.map(\.type) == ["transcript.language", .textDelta, .textSegment, .textDone])
        #expect(events[0].json["code"] == "en" && events[1].segmentID == "seg_002")
        #expect(events[2].segment?.speaker == "A" && events[2].segment?.end == 12.8 && events[2].delta == nil)
        var accumulator = TranscriptionAccumulator()
        for event in events { accumulator.append(event) }
        #expect(accumulator.snapshot.segments?.map(\.speaker) == ["A"])
    }

    @Test("A stream cut at any event is an error with the text so far", arguments: 1...3)
    func cut(count: Int) async throws {
        let meter = OutcomeMeter()
        let cut = String(Self.done.prefix(40))
        let (events, error) = try await Self.stream(Array(Self.deltas.prefix(count)) + [cut], meter: meter)
        #expect(events.count == count)
        let failure = try #require(error as? OpenAIError)
        #expect(failure.code == .streamTruncated)
        #expect(failure.transcription?.text == [" I", " I see", " I see skies"][count - 1])
        #expect(meter.outcomes.map(\.status) == [.truncated])
    }

    @Test("A model that ignores the stream and sends JSON gives one last event")
    func whole() async throws {
        let transport = ScriptedTransport(.json(#"{"text":"Hi","usage":{"type":"duration","seconds":3}}"#))
        let meter = OutcomeMeter()
        let request = TranscriptionRequest(.bytes(tinyMP3, name: "a.mp3"), model: "whisper-1")
        let stream = try await transport.client(meter: meter).audio.transcriptions.stream(request)
        let (events, error) = await drain(stream)
        #expect(error == nil && events.map(\.type) == [.textDone] && events[0].text == "Hi")
        #expect(meter.outcomes[0].metadata.audioSeconds == 3)
    }
}
