import Testing
import Waiter
import WaiterTestSupport

@Suite("Transcriptions")
struct TranscriptionTests {
    private static func request(_ format: TranscriptionFormat? = nil) -> TranscriptionRequest {
        var request = TranscriptionRequest(.bytes(tinyMP3, name: "a.mp3"), model: "gpt-4o-transcribe")
        request.responseFormat = format
        return request
    }

    private static func create(
        _ body: String,
        _ format: TranscriptionFormat? = nil,
        type: String = "application/json",
        meter: OutcomeMeter = OutcomeMeter()
    ) async throws -> Transcription {
        let transport = ScriptedTransport(
            .respond(status: 200, headers: ["content-type": type], chunks: [Array(body.utf8)])
        )
        return try await transport.client(meter: meter).audio.transcriptions.create(request(format))
    }

    @Test("A transcription sends every parameter before the file")
    func everyParameter() async throws {
        var request = TranscriptionRequest(.bytes(tinyMP3, name: "a.mp3"), model: "gpt-transcribe")
        request.language = "en"
        request.languages = ["en", "de"]
        request.keywords = ["Waiter", "ledger"]
        request.prompt = "A talk."
        request.responseFormat = .json
        request.temperature = 0.2
        request.include = [.logprobs]
        request.timestampGranularities = [.word, .segment]
        request.chunkingStrategy = .serverVAD(
            threshold: 0.4,
            prefixPadding: .milliseconds(250),
            silence: .milliseconds(100)
        )
        request.knownSpeakerNames = ["agent"]
        request.knownSpeakerReferences = ["data:audio/wav;base64,AAA"]
        let transport = ScriptedTransport(.json(#"{"text":"Hi"}"#))
        _ = try await transport.client().audio.transcriptions.create(request)
        #expect(transport.requests.map(\.line) == ["POST /v1/audio/transcriptions"])
        #expect(
            try await transport.requests[0].formLines() == [
                "model=gpt-transcribe", "language=en", "languages[]=en", "languages[]=de", "keywords[]=Waiter",
                "keywords[]=ledger", "prompt=A talk.", "response_format=json", "temperature=0.2",
                "include[]=logprobs", "timestamp_granularities[]=word", "timestamp_granularities[]=segment",
                "chunking_strategy[type]=server_vad", "chunking_strategy[threshold]=0.4",
                "chunking_strategy[prefix_padding_ms]=250", "chunking_strategy[silence_duration_ms]=100",
                "known_speaker_names[]=agent", "known_speaker_references[]=data:audio/wav;base64,AAA",
                "file=@a.mp3",
            ]
        )
        let file = try await transport.requests[0].formParts().last
        #expect(file?.type == "audio/mpeg" && file?.content == tinyMP3)
    }

    @Test("Chunks are chosen by the server with a word")
    func chunking() async throws {
        var request = Self.request()
        request.chunkingStrategy = .auto
        let transport = ScriptedTransport(.json(#"{"text":"Hi"}"#))
        _ = try await transport.client().audio.transcriptions.create(request)
        #expect(try await transport.requests[0].formLines().contains("chunking_strategy=auto"))
    }

    @Test("JSON has the text, languages, log probabilities and usage in tokens, which the meter receives")
    func json() async throws {
        let meter = OutcomeMeter()
        let transcription = try await Self.create(
            #"""
            {"text":"Hey, my knee","languages":[{"code":"en"}],
            "logprobs":[{"token":"Hey","logprob":-1.0415299,"bytes":[72,101,121]}],
            "usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":10,"audio_tokens":4},
            "output_tokens":101,"total_tokens":115}}
            """#,
            meter: meter
        )
        #expect(transcription.text == "Hey, my knee" && transcription.languages == ["en"])
        #expect(transcription.logprobs?.first?.bytes == [72, 101, 121])
        #expect(transcription.usage?.type == .tokens && transcription.usage?.totalTokens == 115)
        #expect(try encoded(roundTrip(transcription)) == encoded(transcription))
        #expect(meter.attempts.map(\.operation) == ["audio.transcriptions.create"])
        #expect(meter.attempts.map(\.model) == ["gpt-4o-transcribe"])
        #expect(meter.attempts[0].bounds == TokenBounds(texts: []))
        let metadata = meter.outcomes[0].metadata
        #expect(metadata.usage?.inputTokens == 14 && metadata.usage?.input?.audioTokens == 4)
        #expect(metadata.usage?.input?.textTokens == 10 && metadata.usage?.outputTokens == 101)
        #expect(metadata.audioSeconds == nil && metadata.outputTexts == ["Hey, my knee"])
    }

    @Test("Verbose JSON has words and segments with their times, and usage in seconds, which the meter receives")
    func verbose() async throws {
        let meter = OutcomeMeter()
        let transcription = try await Self.create(
            #"""
            {"task":"transcribe","language":"english","duration":8.470000267028809,"text":"The beach",
            "words":[{"word":"The","start":0.0,"end":0.24}],
            "segments":[{"id":0,"seek":0,"start":0.0,"end":3.32,"text":" The beach","tokens":[50364,440],
            "temperature":0.0,"avg_logprob":-0.286,"compression_ratio":1.236,"no_speech_prob":0.0098,"new":1}],
            "usage":{"type":"duration","seconds":9}}
            """#,
            .verboseJSON,
            meter: meter
        )
        #expect(transcription.task == "transcribe" && transcription.language == "english")
        #expect(transcription.duration == 8.470000267028809)
        #expect(transcription.words == [.init(word: "The", start: 0, end: 0.24)])
        let segment = try #require(transcription.segments?.first)
        #expect(segment.id == "0" && segment.seek == 0 && segment.start == 0 && segment.end == 3.32)
        #expect(segment.text == " The beach" && segment.tokens == [50364, 440] && segment.temperature == 0)
        #expect(segment.averageLogprob == -0.286 && segment.compressionRatio == 1.236)
        #expect(segment.noSpeechProbability == 0.0098 && segment.json["new"] == 1 && segment.speaker == nil)
        #expect(transcription.usage?.type == .duration && transcription.usage?.seconds == 9)
        #expect(transcription.usage?.counts == nil)
        #expect(try encoded(roundTrip(transcription)) == encoded(transcription))
        #expect(meter.outcomes[0].metadata.audioSeconds == 9 && meter.outcomes[0].metadata.usage == nil)
    }

    @Test("Diarized JSON has segments by speaker")
    func diarized() async throws {
        let transcription = try await Self.create(
            #"""
            {"task":"transcribe","duration":"42.7","text":"Agent: Hi","segments":[{"type":"transcript.text.segment",
            "id":"seg_001","start":0.0,"end":5.2,"text":"Hi","speaker":"agent"}],
            "usage":{"type":"duration","seconds":43}}
            """#,
            .diarizedJSON
        )
        let segment = try #require(transcription.segments?.first)
        #expect(segment.speaker == "agent" && segment.id == "seg_001" && segment.type == "transcript.text.segment")
        #expect(transcription.duration == 42.7)
        #expect(try encoded(roundTrip(transcription)) == encoded(transcription))
    }

    @Test(
        "Text and subtitles are returned as they were received",
        arguments: [
            (TranscriptionFormat.text, "Hi.\n"), (.srt, "1\n00:00:00,000 --> 00:00:01,000\nHi.\n\n"),
            (.vtt, "WEBVTT\n\n00:00.000 --> 00:01.000\nHi — é\n"), (.text, ""),
        ]
    )
    func plain(format: TranscriptionFormat, body: String) async throws {
        let meter = OutcomeMeter()
        let transcription = try await Self.create(body, format, type: "text/plain; charset=utf-8", meter: meter)
        #expect(transcription == Transcription(text: body))
        #expect(meter.outcomes.map(\.status) == [.complete])
        #expect(meter.outcomes[0].metadata.outputTexts == (body.isEmpty ? [] : [body]))
    }

    @Test("An error, a web page, and JSON instead of subtitles are errors in every format")
    func invalid() async throws {
        let cases: [(String, TranscriptionFormat?, String)] = [
            (#"{"error":{"message":"no"}}"#, .srt, "application/json"), ("<html>", .text, "text/html"),
            (#"{"text":"Hi"}"#, .vtt, "application/json"), (#"{"words":[]}"#, nil, "application/json"),
            ("Hi", nil, "text/plain"),
        ]
        for (body, format, type) in cases {
            await #expect(throws: OpenAIError.self) { try await Self.create(body, format, type: type) }
        }
        // Text can be read from JSON.
        #expect(try await Self.create(#"{"text":"Hi"}"#, .text).text == "Hi")
    }

    @Test("Fields of other types beside the text do not fail it")
    func lenient() async throws {
        let body =
            #"{"text":"Hi","words":"none","segments":{},"logprobs":-0.1,"usage":"x","duration":null,"language":3}"#
        #expect(try await Self.create(body) == Transcription(text: "Hi"))
    }

    @Test("A translation sends every parameter and has the English text")
    func translation() async throws {
        var request = TranslationRequest(.bytes(tinyMP3, name: "a.mp3"), model: "whisper-1")
        (request.prompt, request.responseFormat, request.temperature) = ("p", .verboseJSON, 0.5)
        let meter = OutcomeMeter()
        let transport = ScriptedTransport(
            .json(#"{"task":"translate","language":"english","duration":1.5,"text":"Hello","segments":[]}"#)
        )
        let translated = try await transport.client(meter: meter).audio.translations.create(request)
        #expect(translated.text == "Hello" && translated.task == "translate" && translated.duration == 1.5)
        #expect(transport.requests.map(\.line) == ["POST /v1/audio/translations"])
        #expect(
            try await transport.requests[0].formLines() == [
                "model=whisper-1", "prompt=p", "response_format=verbose_json", "temperature=0.5", "file=@a.mp3",
            ]
        )
        #expect(meter.attempts[0].bounds == TokenBounds(texts: ["p"]))
        // Without usage, the duration is what the call is billed by.
        #expect(meter.outcomes[0].metadata.audioSeconds == 1.5)
    }

    @Test("The duration of an uncompressed WAV file is a bound for the meter; that of other audio is unknown")
    func bounds() async throws {
        func wav(format: UInt8) -> [UInt8] {
            Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WAVEfmt ".utf8)
                + [16, 0, 0, 0, format, 0, 1, 0, 64, 31, 0, 0, 128, 62, 0, 0, 2, 0, 16, 0] + Array("data".utf8)
                + [255, 255, 255, 255] + [UInt8](repeating: 1, count: 40_000)
        }
        let meter = OutcomeMeter()
        let transport = ScriptedTransport(.json(#"{"text":"Hi"}"#))
        let audio = try transport.client(meter: meter).audio
        // 40,000 bytes at 16,000 a second; format 2 is ADPCM.
        for bytes in [wav(format: 1), wav(format: 2), tinyMP3] {
            _ = try await audio.transcriptions.create(.init(.bytes(bytes, name: "a"), model: "whisper-1"))
            _ = try await audio.translations.create(.init(.bytes(bytes, name: "a"), model: "whisper-1"))
        }
        #expect(meter.attempts.map(\.bounds?.maxAudioSeconds) == [3, 3, nil, nil, nil, nil])
    }

    @Test("Audio of no length, and files that are not audio, are not sent")
    func refused() async throws {
        let folder = try ScratchFolder()
        let header = Array("RIFF\u{24}\0\0\0WAVEfmt ".utf8) + [UInt8](repeating: 0, count: 28)
        let format: [UInt8] = [16, 0, 0, 0, 1, 0, 1, 0, 64, 31, 0, 0, 128, 62, 0, 0, 2, 0, 16, 0]
        let list = Array("LIST".utf8) + [3, 0, 0, 0, 65, 66, 67, 0] + Array("data".utf8) + [0, 0, 0, 0]
        let silent = Array("RIFF\u{30}\0\0\0WAVEfmt ".utf8) + format + list
        let cases: [(FileInput, String, OpenAIError.Code)] = [
            (.path(try folder.write(silent, to: "f.wav")), "header but no samples", .invalidRequest),
            (.path(try folder.write([], to: "a.mp3")), "a.mp3 contains no audio: it is empty", .invalidRequest),
            (.bytes([], name: "b.mp3"), "b.mp3 contains no audio", .invalidRequest),
            (.path(try folder.write(header, to: "c.wav")), "header but no samples", .invalidRequest),
            (.path(try folder.write(tinyPNGBytes, to: "d.mp3")), "its content is image/png", .invalidRequest),
            (.path(folder("e.mp3")), "no such file", .fileAccess), (.path(folder.path), "regular file", .fileAccess),
        ]
        let transport = ScriptedTransport(.json(#"{"text":""}"#))
        let audio = try transport.client().audio
        for (file, message, code) in cases {
            for call in 0..<3 {
                let error = await #expect(throws: OpenAIError.self) {
                    switch call {
                    case 0: _ = try await audio.transcriptions.create(.init(file, model: "m"))
                    case 1: _ = try await audio.transcriptions.stream(.init(file, model: "m"))
                    default: _ = try await audio.translations.create(.init(file, model: "m"))
                    }
                }
                #expect(error?.code == code && error?.message.contains(message) == true)
            }
        }
        #expect(transport.requests.isEmpty)
    }
}
