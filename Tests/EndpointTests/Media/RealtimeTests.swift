import Testing
import Waiter
import WaiterTestSupport

@Suite("Realtime client secrets")
struct RealtimeTests {
    /// The example of the API description, with an additional member.
    private static let response = #"""
        {"value":"ek_68af296e8e408191a1120ab6383263c2","expires_at":1756310470,"session":{"type":"realtime",
        "object":"realtime.session","id":"sess_C9CiUVUzUzYIssh3ELY1d","model":"gpt-realtime-2025-08-25",
        "output_modalities":["audio"],"instructions":"You are a friendly assistant.","tools":[],"tool_choice":"auto",
        "max_output_tokens":"inf","tracing":null,"truncation":"auto","prompt":null,"expires_at":0,"audio":{"input":{
        "format":{"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,"turn_detection":{
        "type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":200,"idle_timeout_ms":null,
        "create_response":true,"interrupt_response":true}},"output":{"format":{"type":"audio/pcm","rate":24000},
        "voice":"alloy","speed":1.0}},"include":null,"new":[1]}}
        """#

    @Test("A secret has its session with every field, unknown ones included, and is not shown by printing it")
    func response() async throws {
        let transport = ScriptedTransport(.json(Self.response))
        let secret = try await transport.client().realtime.clientSecrets.create(.init())
        #expect(secret.value == "ek_68af296e8e408191a1120ab6383263c2" && secret.expiresAt == 1_756_310_470)
        let session = try #require(secret.session)
        #expect(session.type == .realtime && session.object == "realtime.session" && session.expiresAt == 0)
        #expect(session.id == "sess_C9CiUVUzUzYIssh3ELY1d" && session.model == "gpt-realtime-2025-08-25")
        #expect(session.outputModalities == [.audio] && session.tools == [] && session.toolChoice == .auto)
        #expect(session.maxOutputTokens == nil && session.truncation == .auto && session.prompt == nil)
        let input = try #require(session.audio?.input)
        #expect(input.format == .pcm && input.format?.rate == 24_000)
        #expect(input.transcription == .null && input.noiseReduction == .null)
        let turns = try #require(input.turnDetection?.value)
        #expect(turns.type == "server_vad" && turns.threshold == 0.5 && turns.prefixPaddingMilliseconds == 300)
        #expect(turns.silenceMilliseconds == 200 && turns.idleTimeoutMilliseconds == .null)
        #expect(turns.createsResponse == true && turns.interruptsResponse == true)
        #expect(session.audio?.output?.voice == .alloy && session.audio?.output?.speed == 1)
        #expect(session.json["new"] == [1])
        #expect(try encoded(roundTrip(secret)) == encoded(secret))
        for text in ["\(secret)", String(reflecting: secret), dumped(secret)] { #expect(!text.contains("ek_68")) }
    }

    private func dumped(_ secret: RealtimeClientSecret) -> String {
        var text = ""
        dump(secret, to: &text)
        return text
    }

    @Test("A conversation sends every parameter under its name")
    func request() async throws {
        var session = RealtimeSession(model: "gpt-realtime-2")
        session.instructions = "Be brief."
        session.outputModalities = [.text]
        var input = RealtimeSession.Audio.Input(format: .pcmu, transcription: .init(model: "gpt-transcribe"))
        input.noiseReduction = .value(.farField)
        var turns = RealtimeSession.TurnDetection.semanticVAD
        turns.eagerness = .high
        input.turnDetection = .value(turns)
        session.audio = .init(input: input, output: .init(voice: .custom(id: "voice_1"), format: .pcma))
        session.audio?.output?.speed = 1.25
        session.include = [.transcriptionLogprobs]
        session.tracing = "auto"
        session.tools = [.function(name: "order", description: "Order", parameters: ["type": "object"])]
        session.toolChoice = .function("order")
        session.parallelToolCalls = false
        session.reasoning = ReasoningOptions(effort: .low)
        session.maxOutputTokens = 100
        session.truncation = .retention(ratio: 0.8, postInstructionTokens: 5000)
        session.prompt = .init(id: "pmpt_1")
        let transport = ScriptedTransport(.json(Self.response))
        let request = RealtimeClientSecretRequest(session: session, expiresAfter: .init(seconds: 60))
        _ = try await transport.client().realtime.clientSecrets.create(request)
        #expect(transport.requests.map(\.line) == ["POST /v1/realtime/client_secrets"])
        let json = transport.requests[0].json
        #expect(json["expires_after"] == ["anchor": "created_at", "seconds": 60])
        #expect(json["session"]?["type"] == "realtime" && json["session"]?["model"] == "gpt-realtime-2")
        #expect(json["session"]?["instructions"] == "Be brief." && json["session"]?["output_modalities"] == ["text"])
        #expect(
            json["session"]?["audio"] == [
                "input": [
                    "format": ["type": "audio/pcmu"], "transcription": ["model": "gpt-transcribe"],
                    "noise_reduction": ["type": "far_field"],
                    "turn_detection": ["type": "semantic_vad", "eagerness": "high"],
                ],
                "output": ["voice": ["id": "voice_1"], "format": ["type": "audio/pcma"], "speed": 1.25],
            ]
        )
        #expect(json["session"]?["tools"]?[0]?["name"] == "order")
        #expect(json["session"]?["tool_choice"] == ["type": "function", "name": "order"])
        #expect(json["session"]?["include"] == ["item.input_audio_transcription.logprobs"])
        #expect(json["session"]?["tracing"] == "auto" && json["session"]?["parallel_tool_calls"] == false)
        #expect(json["session"]?["reasoning"] == ["effort": "low"] && json["session"]?["max_output_tokens"] == 100)
        #expect(
            json["session"]?["truncation"] == [
                "type": "retention_ratio", "retention_ratio": 0.8, "token_limits": ["post_instructions": 5000],
            ]
        )
        #expect(json["session"]?["prompt"] == ["id": "pmpt_1"])
        #expect(try roundTrip(request) == request)
        #expect(request.session?.truncation == session.truncation)
    }

    @Test("A transcription turns the detection of turns off with null")
    func transcription() throws {
        var input = RealtimeSession.Audio.Input(format: .pcm)
        var settings = RealtimeSession.Audio.Transcription(model: "gpt-live-transcribe", language: "en")
        (settings.languages, settings.keywords, settings.prompt, settings.delay) = (["en"], ["waiter"], "p", "low")
        input.transcription = .value(settings)
        input.turnDetection = .null
        let session = RealtimeSession.transcription(input)
        #expect(session.type == .transcription)
        #expect(
            session.json["audio"]?["input"] == [
                "format": ["type": "audio/pcm", "rate": 24_000],
                "transcription": [
                    "model": "gpt-live-transcribe", "language": "en", "languages": ["en"], "keywords": ["waiter"],
                    "prompt": "p", "delay": "low",
                ],
                "turn_detection": .null,
            ]
        )
        #expect(session.audio?.input?.turnDetection == .null)
        #expect(try encoded(RealtimeClientSecretRequest()) == "{}")
    }

    @Test("A response without a value is an error")
    func missing() {
        #expect(throws: DecodingError.self) { try decoded(RealtimeClientSecret.self, #"{"expires_at":1}"#) }
    }
}
