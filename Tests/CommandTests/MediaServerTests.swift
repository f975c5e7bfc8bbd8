import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Servers, costs and --dry-run for images and audio")
struct MediaServerTests {
    private func path(_ name: String, _ bytes: [UInt8], in scene: Scene) throws -> String {
        let path = scene.fixture.home + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]
    private static let mp3: [UInt8] = Array("ID3".utf8) + [UInt8](repeating: 7, count: 97)
    private static let speech: [FaultServer.Step] = [
        .head(["content-type: audio/mpeg", "content-length: \(mp3.count)"]), .bytes(mp3),
    ]

    private func home(_ scene: Scene) -> String { scene.fixture.home }

    @Test("The printed JSON is exactly the request that is sent, and nothing is sent or saved")
    func exact() async throws {
        let scene = try Scene([.response(#"{"created":1,"data":[{"url":"https://x/1"}]}"#)])
        let output = scene.fixture.home + "/a.webp"
        let words = ["image", "A cat", "-o", output, "--size", "1536x1024"]
        let preview = await scene.finish(try await scene.start(words + ["--dry-run"]))
        #expect(preview.exitCode == 0, "\(preview.error)")
        #expect(
            preview.errorLines == [
                "waiter: not sent (dry run): POST \(scene.server.address)/v1/images/generations",
                "waiter: maximum cost: unknown (the output length is not limited)",
            ]
        )
        #expect(scene.server.connections == 0 && !FileManager.default.fileExists(atPath: output))
        await scene.finish(try await scene.start(words))
        #expect(try JSONValue(jsonText: preview.output) == scene.server.requests.first?.json)
    }

    @Test("A form is printed with its fields, and the names, types and sizes of its files")
    func form() async throws {
        let scene = try Scene([])
        let image = try path("in.png", Self.png, in: scene)
        let edit = try await scene.run("image", "x", "--image", image, "--image", image, "--mask", image, "--dry-run")
        #expect(edit.exitCode == 0, "\(edit.error)")
        let file: JSONValue = ["filename": "in.png", "content_type": "image/png", "bytes": 10]
        #expect(
            try JSONValue(jsonText: edit.output) == [
                "model": "gpt-image-2", "prompt": "x", "image[]": [file, file], "mask": file,
            ]
        )
        let audio = try path("talk.mp3", Self.mp3, in: scene)
        let text = try await scene.run("transcribe", audio, "--language", "en", "--dry-run")
        #expect(
            try JSONValue(jsonText: text.output) == [
                "model": "gpt-4o-mini-transcribe", "language": "en", "response_format": "json", "stream": "true",
                "file": ["filename": "talk.mp3", "content_type": "audio/mpeg", "bytes": 100],
            ]
        )
        // 16,000 tokens at $1.25 and 2,000 at $5 per million.
        #expect(text.error.contains("maximum cost: $0.03"), "\(text.error)")
        let translated = try await scene.run("transcribe", audio, "--translate", "--dry-run")
        #expect(translated.error.contains("/v1/audio/translations\n"))
        #expect(translated.error.contains("maximum cost: unknown (the duration of the audio is unknown)"))
        #expect(scene.server.connections == 0)
    }

    @Test("Without -o, the request is printed on a terminal as well, and no key is needed")
    func withoutKey() async throws {
        let fixture = try CommandFixture()
        let result = try await fixture.run(["speak", "Hello", "-m", "tts-1", "--dry-run"])
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(try JSONValue(jsonText: result.output)["input"] == "Hello")
        #expect(result.error.contains("POST https://api.openai.com/v1/audio/speech"))
        #expect(result.error.contains("waiter: maximum cost: $0.000075 (characters: 5)"), "\(result.error)")
        let scene = try Scene([])
        let shown = try await scene.run("speak", "Hello", "--dry-run", streams: .terminal)
        #expect(shown.exitCode == 0 && shown.output.contains("gpt-4o-mini-tts"))
    }

    @Test("Invalid input is refused, and a budget decides, as without --dry-run")
    func refused() async throws {
        let scene = try Scene([])
        let text = try path("a.mp3", [], in: scene)
        let empty = try await scene.run("transcribe", text, "--dry-run")
        #expect(empty.exitCode == 2 && empty.error.contains("a.mp3 contains no audio") && empty.output.isEmpty)
        let words = ["speak", "Hello", "-m", "tts-1", "--dry-run", "--budget"]
        let broke = await scene.finish(try await scene.start(words + ["0.00007"]))
        #expect(broke.exitCode == 11 && broke.output.contains("\"Hello\""), "\(broke.error)")
        #expect(await scene.finish(try await scene.start(words + ["0.001"])).exitCode == 0)
        let unknown = try await scene.run("image", "x", "--dry-run", "--budget", "1")
        #expect(unknown.exitCode == 11 && unknown.error.contains("the output length is not limited"))
        #expect(unknown.error.contains("; omit --budget\n"), "\(unknown.error)")
        // The remedies for answers and hosted tools do not apply.
        let audio = try path("talk.mp3", Self.mp3, in: scene)
        let spoken = try await scene.run("transcribe", audio, "-m", "whisper-1", "--budget", "1")
        #expect(spoken.exitCode == 11 && spoken.error.contains("or convert the audio to an uncompressed WAV file"))
        let dear = try await scene.run("speak", "Hello", "-m", "tts-1", "--budget", "0.00007")
        #expect(dear.exitCode == 11 && dear.error.contains("more than the --budget of $0.00007; raise it\n"))
        #expect(scene.server.connections == 0)
    }

    @Test("A model is resolved by its alias, and names its deployment on Azure")
    func deployments() async throws {
        let scene = try Scene(Self.speech)
        try scene.fixture.write(
            """
            {"profiles": {"cloud": {"base_url": "\(scene.server.address)", "key_env": "CLOUD_KEY", "auth": "api-key",
                "azure": {"deployment": "chat", "api_version": "2025-04-01-preview"}}}}
            """,
            to: "config.json"
        )
        #expect(try await scene.run("models", "alias", "voice", "my-tts").exitCode == 0)
        let environment = ["CLOUD_KEY": "cloud-0123456789abcdef"]
        let file = home(scene) + "/a.mp3"
        let words = ["speak", "Hello", "-P", "cloud", "-m", "voice", "-o", file]
        let spoken = await scene.finish(try await scene.start(words, environment: environment))
        #expect(spoken.exitCode == 0, "\(spoken.error)")
        _ = try await scene.run("image", "x", "-P", "cloud", "-o", home(scene) + "/a.png", environment: environment)
        _ = try await scene.run("transcribe", file, "-P", "cloud", environment: environment)
        let deployments = "/openai/deployments/"
        let version = "?api-version=2025-04-01-preview"
        #expect(
            scene.server.requests.map(\.path) == [
                "\(deployments)my-tts/audio/speech\(version)", "\(deployments)gpt-image-2/images/generations\(version)",
                "\(deployments)gpt-4o-mini-transcribe/audio/transcriptions\(version)",
            ]
        )
        #expect(scene.server.requests.first?.json["model"] == "my-tts")
    }

    @Test("Audio billed by duration, and speech billed by characters, have a cost")
    func units() async throws {
        let body = #"{"text":"Hi","usage":{"type":"duration","seconds":8.4}}"#
        let scene = try Scene([.response(body)]).billingListPrices()
        let text = try await scene.run(
            "transcribe",
            path("talk.mp3", Self.mp3, in: scene),
            "-m",
            "whisper-1",
            "--format",
            "json",
            "-u"
        )
        #expect(text.error.contains("audio: 9 s, total "), "\(text.error)")
        #expect(text.error.contains("cost $0.0009"), "\(text.error)")
        let row = try JSONValue(jsonText: try await scene.run("usage", "export", "--jsonl").output)
        #expect(row["cost_usd"] == "0.0009" && row["cost_kind"] == "known")
        let speaking = try Scene(Self.speech).billingListPrices()
        let speech = try await speaking.run("speak", "Hello", "-m", "tts-1", "-o", home(speaking) + "/a.mp3", "-u")
        #expect(speech.error.contains("characters: 5, total "), "\(speech.error)")
        #expect(speech.error.contains("cost ~$0.000075 (counted locally)"), "\(speech.error)")
        #expect(try await speaking.run("models", "show", "tts-1").output.contains("$0.000015 per character"))
    }
}
