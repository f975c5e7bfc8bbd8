import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Costs of audio and images billed per unit")
struct MediaCostTests {
    /// A WAV file with 16-bit samples at 8 kHz.
    private static func wav(seconds: Int) -> FileInput {
        func little(_ number: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(number >> (8 * $0) & 255) } }
        let samples = [UInt8](repeating: 1, count: 16_000 * seconds)
        let format = little(16, 4) + little(1, 2) + little(1, 2) + little(8000, 4) + little(16_000, 4) + little(2, 2)
        let head = Array("RIFF".utf8) + little(36 + samples.count, 4) + Array("WAVEfmt ".utf8) + format + little(16, 2)
        return .bytes(head + Array("data".utf8) + little(samples.count, 4) + samples, name: "a.wav")
    }

    private static let mp3 = FileInput.bytes(Array("ID3".utf8) + [UInt8](repeating: 7, count: 61), name: "a.mp3")
    private static let nineSeconds = ScriptedTransport.Step.json(
        #"{"text":"Hi","usage":{"type":"duration","seconds":8.4}}"#
    )
    private static let speech = ScriptedTransport.Step.respond(
        status: 200,
        headers: ["content-type": "audio/mpeg"],
        chunks: [[1, 2, 3]]
    )

    private func transcribe(_ scene: MeteredClient, _ file: FileInput, _ model: String = "whisper-1") async throws {
        _ = try await scene.client.audio.transcriptions.create(TranscriptionRequest(file, model: model))
    }

    @Test("A transcription billed by duration costs its seconds, rounded up, and counts toward budgets")
    func duration() async throws {
        let scene = try MeteredClient(Self.nineSeconds, Self.nineSeconds)
        try await transcribe(scene, Self.mp3)
        let attempt = try scene.last()
        #expect(attempt.cost == Dollars(decimal: "0.0009") && attempt.costKind == .known && attempt.doubt == nil)
        #expect(attempt.counted == Dollars(decimal: "0.0009"))
        try await transcribe(scene, Self.mp3, "gpt-4o-mini-transcribe")
        #expect(try scene.last().cost == nil)
        #expect(try scene.last().doubt == "no known price for 'audio_second'")
    }

    @Test("A diarized transcription is billed by the unit that the server reports")
    func diarized() async throws {
        let tokens =
            #"{"text":"Hi","usage":{"type":"tokens","input_tokens":100,"output_tokens":10,"total_tokens":110}}"#
        let scene = try MeteredClient(Self.nineSeconds, .json(tokens))
        try await transcribe(scene, Self.mp3, "gpt-4o-transcribe-diarize")
        #expect(try scene.last().cost == Dollars(decimal: "0.0009"))
        try await transcribe(scene, Self.mp3, "gpt-4o-transcribe-diarize")
        // 100 tokens at $2.50 and 10 at $10 per million.
        #expect(try scene.last().cost == Dollars(decimal: "0.00035"))
    }

    @Test("Subtitles of a WAV file have an estimated cost, and those of other audio an unknown one")
    func subtitles() async throws {
        let subtitles = ScriptedTransport.Step.respond(
            status: 200,
            headers: ["content-type": "text/plain"],
            chunks: [Array("1\n00:00:00,000 --> 00:00:01,000\nHi.\n".utf8)]
        )
        let scene = try MeteredClient(subtitles, subtitles)
        for file in [Self.wav(seconds: 2), Self.mp3] {
            var request = TranscriptionRequest(file, model: "whisper-1")
            request.responseFormat = .srt
            _ = try await scene.client.audio.transcriptions.create(request)
        }
        let attempts = try await scene.ledger.attempts()
        #expect(attempts.map(\.cost) == [Dollars(decimal: "0.0002"), nil])
        #expect(attempts.map(\.costKind) == [.estimated, .unknown])
    }

    @Test("A budget reserves the duration of a WAV file, and refuses audio whose duration is unknown")
    func reserved() async throws {
        let scene = try MeteredClient(Self.nineSeconds)
        try await scene.ledger.set(Budget(limit: Dollars("0.001"), period: .month))
        try await transcribe(scene, Self.wav(seconds: 9))
        #expect(try scene.last().reserved == Dollars(decimal: "0.0009"))
        for (file, reason) in [(Self.wav(seconds: 9), nil), (Self.mp3, "the duration of the audio is unknown")] {
            let error = await #expect(throws: OpenAIError.self) { try await transcribe(scene, file) }
            let refusal = try #require(error?.underlying as? BudgetRefusal)
            #expect(refusal.doubt?.description == reason)
        }
        #expect(scene.transport.requests.count == 1)
    }

    @Test("Speech billed by characters has a maximum before it is sent, and an estimated cost after it")
    func characters() async throws {
        let scene = try MeteredClient(Self.speech)
        try await scene.ledger.set(Budget(limit: Dollars("0.0002"), period: .month))
        let request = SpeechRequest(model: "tts-1", input: "Grüße, \u{1F44B}!!", voice: .alloy)
        #expect(try await scene.client.audio.speech.create(request) == [1, 2, 3])
        let attempt = try scene.last()
        #expect(attempt.reserved == Dollars(decimal: "0.00015") && attempt.cost == attempt.reserved)
        #expect(attempt.costKind == .estimated && attempt.doubt == "counted locally")
        await #expect(throws: OpenAIError.self) { try await scene.client.audio.speech.create(request) }
        #expect(scene.transport.requests.count == 1)
    }

    @Test("Images with a price each cost their number, unless the server reports tokens")
    func images() async throws {
        let two = #"{"created":1,"data":[{"url":"https://x/1"},{"url":"https://x/2"}]}"#
        let scene = try MeteredClient(.json(two)) { options in
            options.catalogue = {
                try ModelCatalogue.builtIn.overlaid(withModels: ["house": ["price": ["image": "0.04"]]])
            }
        }
        try await scene.ledger.set(Budget(limit: Dollars("0.1"), period: .month))
        var request = ImageGenerationRequest(model: "house", prompt: "x")
        request.n = 2
        _ = try await scene.client.images.generate(request)
        let attempt = try scene.last()
        #expect(attempt.reserved == Dollars(decimal: "0.08") && attempt.cost == Dollars(decimal: "0.08"))
        #expect(attempt.costKind == .known)
        var edit = ImageEditRequest(model: "house", images: [.url("https://x/1")], prompt: "x")
        edit.n = 3
        let error = await #expect(throws: OpenAIError.self) { try await scene.client.images.edit(edit) }
        #expect((error?.underlying as? BudgetRefusal)?.asked == Dollars(decimal: "0.12"))
    }
}
