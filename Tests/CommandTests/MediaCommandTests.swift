import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Images and audio on the command line")
struct MediaCommandTests {
    private static let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    private static var pngBytes: [UInt8] { Array(Data(base64Encoded: png) ?? Data()) }
    private static let mp3: [UInt8] = Array("ID3".utf8) + [UInt8](repeating: 7, count: 5000)

    private static func images(_ count: Int = 1) -> [FaultServer.Step] {
        let data = (0..<count).map { _ in #"{"b64_json":"\#(png)"}"# }.joined(separator: ",")
        let usage =
            #"{"total_tokens":100,"input_tokens":50,"output_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}"#
        return [.response(#"{"created":1,"size":"1024x1024","data":[\#(data)],"usage":\#(usage)}"#)]
    }

    private func path(_ name: String, in scene: Scene) -> String { scene.fixture.home + "/" + name }

    private func read(_ name: String, in scene: Scene) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name, in: scene))))
    }

    private func names(in scene: Scene) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scene.fixture.home).filter { $0 != "waiter" }.sorted()
    }

    /// The rows of the ledger.
    private func rows(_ scene: Scene) async throws -> [JSONValue] {
        try await scene.run("usage", "export", "--jsonl").output.split(separator: "\n")
            .map { try JSONValue(jsonText: String($0)) }
    }

    // MARK: Images

    @Test("An image is saved under its name, and its cost is in the ledger")
    func image() async throws {
        let scene = try Scene(Self.images()).billingListPrices()
        let file = path("a.webp", in: scene)
        let result = try await scene.run(
            "image",
            "A cat",
            "-o",
            file,
            "--size",
            "1536x1024",
            "--quality",
            "low",
            "--background",
            "opaque",
            "-u",
            "--tag",
            "art"
        )
        #expect(result.exitCode == 0 && result.output == "", "\(result.error)")
        #expect(result.error.contains("waiter: saved \(file)"))
        #expect(result.error.contains("50 in, 50 out"))
        #expect(try read("a.webp", in: scene) == Self.pngBytes)
        #expect(scene.server.requests.map(\.path) == ["/v1/images/generations"])
        #expect(
            try #require(scene.server.requests.first).json == [
                "model": "gpt-image-2", "prompt": "A cat", "size": "1536x1024", "quality": "low",
                "background": "opaque", "output_format": "webp",
            ]
        )
        let rows = try await rows(scene)
        #expect(rows.count == 1 && rows[0]["tags"] == ["art"] && rows[0]["model"] == "gpt-image-2")
        // 10 text tokens at 5, 40 image tokens at 8, and 50 generated tokens at 30 dollars per million.
        #expect(rows[0]["cost_usd"] == "0.00187" && rows[0]["cost_kind"] == "known", "\(rows)")
    }

    @Test("Images are edited with a mask, and several are numbered")
    func edit() async throws {
        let scene = try Scene(Self.images(2))
        try Data(Self.pngBytes).write(to: URL(fileURLWithPath: path("in.png", in: scene)))
        let result = try await scene.run(
            "image",
            "Add a cat",
            "--image",
            path("in.png", in: scene),
            "--mask",
            path("in.png", in: scene),
            "-n",
            "2",
            "-o",
            path("out.png", in: scene),
            "--json"
        )
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(try names(in: scene) == ["in.png", "out-1.png", "out-2.png"])
        let json = try JSONValue(jsonText: result.output)
        #expect(json["images"]?[1]?["path"] == .string(path("out-2.png", in: scene)))
        #expect(json["usage"]?["total_tokens"] == 100 && json["size"] == "1024x1024")
        let body = String(decoding: try #require(scene.server.requests.first).body, as: UTF8.self)
        #expect(try #require(scene.server.requests.first).path == "/v1/images/edits")
        for field in ["name=\"image\"; filename=\"in.png\"", "name=\"mask\"", "name=\"n\"\r\n\r\n2\r\n"] {
            #expect(body.contains(field))
        }
    }

    @Test("An image is written to a pipe as bytes, and refused on a terminal before anything is sent")
    func standardOutput() async throws {
        let scene = try Scene(Self.images())
        #expect(try await scene.run("image", "A cat").outputBytes == Self.pngBytes)
        let refused = try await scene.run("image", "A cat", streams: CommandStreams(output: .terminal))
        #expect(refused.exitCode == 2 && refused.error.contains("save it with -o"), "\(refused.error)")
        #expect(scene.server.requests.count == 1)
    }

    @Test("Data that is not an image is an error, and leaves the file unchanged")
    func noImage() async throws {
        let scene = try Scene([.response(#"{"created":1,"data":[{"b64_json":"aGVsbG8="}]}"#)])
        try Data([1]).write(to: URL(fileURLWithPath: path("a.png", in: scene)))
        let result = try await scene.run("image", "A cat", "-o", path("a.png", in: scene))
        #expect(result.exitCode == 1 && result.error.contains("not a PNG, JPEG, GIF or WebP image"), "\(result.error)")
        #expect(try read("a.png", in: scene) == [1] && names(in: scene) == ["a.png"])
    }

    @Test("A URL is printed as the server sent it")
    func url() async throws {
        let scene = try Scene([.response(#"{"created":1,"data":[{"url":"https://x/a%20b?s=1"}]}"#)])
        let result = try await scene.run("image", "A cat", "-o", path("a.png", in: scene))
        #expect(result.exitCode == 1 && result.output == "https://x/a%20b?s=1\n")
        #expect(try names(in: scene).isEmpty)
    }

    @Test("Mistakes in the command line cost nothing")
    func mistakes() async throws {
        let scene = try Scene(Self.images())
        let cases = [
            (["image", "-o", "a.png"], "no prompt given"), (["image", "x", "-n", "2"], "-n requires a file"),
            (["image", "x", "--mask", "m.png", "-o", "a.png"], "--mask requires --image"),
            (["image", "x", "-o", "/nonexistent/a.png"], "no such directory"),
            (["image", "x", "-o", scene.fixture.home], "is a directory"),
            (["image", "x", "--image", "/nonexistent.png", "-o", path("a.png", in: scene)], "no such file"),
            (["transcribe", "/nonexistent.mp3"], "no such file"), (["transcribe"], "file"),
            (["transcribe", "a", "--timestamps", "word", "--format", "srt"], "cannot be combined"),
            (["speak", "-o", "a.mp3"], "no text given"), (["speak", "x", "--speed", "9", "-o", "a.mp3"], "--speed"),
        ]
        for (arguments, message) in cases {
            let result = await scene.finish(try await scene.start(arguments))
            #expect(result.exitCode == 2 && result.error.contains(message), "\(arguments): \(result.error)")
        }
        #expect(scene.server.requests.isEmpty)
    }

    @Test("A budget that an image could exceed, and a missing key, are refused before anything is sent")
    func refused() async throws {
        let scene = try Scene(Self.images())
        let broke = try await scene.run("image", "x", "-o", path("a.png", in: scene), "--budget", "0.0001")
        #expect(broke.exitCode == 11, "\(broke.error)")
        let noKey = try await scene.fixture.run(["image", "x", "-o", path("a.png", in: scene)])
        #expect(noKey.exitCode == 8 && noKey.error.contains("OPENAI_API_KEY"), "\(noKey.error)")
        #expect(scene.server.requests.isEmpty)
    }

    @Test("A file that is not an image and a prompt blocked by moderation have their own exit codes")
    func blocked() async throws {
        let scene = try Scene(Reply.error("400 Bad Request", "Your request was rejected", code: "moderation_blocked"))
        let text = path("in.png", in: scene)
        try Data("hello".utf8).write(to: URL(fileURLWithPath: text))
        for option in [["--image", text], ["--image", text, "--mask", text]] {
            let words = ["image", "x", "-o", path("a.png", in: scene)] + option
            let result = await scene.finish(try await scene.start(words))
            #expect(result.exitCode == 2 && result.error.contains("in.png is not an image"), "\(result.error)")
        }
        #expect(scene.server.requests.isEmpty)
        let blocked = try await scene.run("image", "x", "-o", path("a.png", in: scene))
        #expect(blocked.exitCode == 3 && blocked.error.contains("Your request was rejected"), "\(blocked.error)")
        #expect(try names(in: scene) == ["in.png"])
    }

    @Test("Previews are saved as they arrive, and a stream that is cut off leaves only them")
    func previews() async throws {
        func event(_ type: String, _ more: String) -> FaultServer.Step {
            Self.event(#"{"type":"image_generation.\#(type)","b64_json":"\#(Self.png)",\#(more)}"#)
        }
        let usage = #""usage":{"input_tokens":50,"output_tokens":50,"total_tokens":100}"#
        let last = event("completed", #""size":"1024x1024",\#(usage)"#)
        // A hostile index names no file, and more previews than requested are not saved.
        let previews = [0, 1, Int.max].map { event("partial_image", "\"partial_image_index\":\($0)") }
        let scene = try Scene([.eventStreamHead] + previews + [last, .lastChunk])
        let words = ["image", "A cat", "--previews", "2", "--json", "-o"]
        let result = await scene.finish(try await scene.start(words + [path("a.png", in: scene)]))
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(try names(in: scene) == ["a-preview-1.png", "a-preview-2.png", "a.png"])
        #expect(try read("a-preview-2.png", in: scene) == Self.pngBytes)
        let json = try JSONValue(jsonText: result.output)
        #expect(json["images"]?[0]?["path"] == .string(path("a.png", in: scene)) && json["size"] == "1024x1024")
        #expect(json["usage"]?["total_tokens"] == 100)
        let sent = try #require(scene.server.requests.first).json
        #expect(sent["stream"] == true && sent["partial_images"] == 2)

        let cut = try Scene([.eventStreamHead, previews[0], .close])
        let broken = await cut.finish(try await cut.start(words + [path("a.png", in: cut)]))
        #expect(broken.exitCode == 10 && broken.error.contains("the response was cut off"), "\(broken.error)")
        #expect(try names(in: cut) == ["a-preview-1.png"])
        for (option, message) in [("0", "between 1 and 3"), ("4", "between 1 and 3")] {
            let refused = try await cut.run("image", "x", "--previews", option, "-o", "a.png")
            #expect(refused.exitCode == 2 && refused.error.contains(message), "\(refused.error)")
        }
    }

    // MARK: Transcriptions

    private func audio(_ scene: Scene) throws -> String {
        let file = path("talk.mp3", in: scene)
        try Data(Self.mp3).write(to: URL(fileURLWithPath: file))
        return file
    }

    private static func event(_ json: String) -> FaultServer.Step { .chunk("data: \(json)\n\n") }

    @Test("Text is written as it arrives, and the call is in the ledger")
    func transcribe() async throws {
        let scene = try Scene([
            .eventStreamHead, Self.event(#"{"type":"transcript.text.delta","delta":"Hello"}"#),
            Self.event(#"{"type":"transcript.text.delta","delta":" there."}"#),
            Self.event(
                #"{"type":"transcript.text.done","text":"Hello there.","usage":{"type":"tokens","input_tokens":14,"output_tokens":3,"total_tokens":17}}"#
            ), .lastChunk,
        ])
        let result = try await scene.run("transcribe", audio(scene), "--language", "en", "--prompt", "A talk.")
        #expect((result.exitCode, result.output) == (0, "Hello there.\n"), "\(result.error)")
        let body = String(decoding: try #require(scene.server.requests.first).body, as: UTF8.self)
        for field in [
            "name=\"model\"\r\n\r\ngpt-4o-mini-transcribe\r\n", "name=\"language\"\r\n\r\nen\r\n",
            "name=\"prompt\"\r\n\r\nA talk.\r\n", "name=\"stream\"\r\n\r\ntrue\r\n",
            "name=\"file\"; filename=\"talk.mp3\"\r\nContent-Type: audio/mpeg\r\n",
        ] {
            #expect(body.contains(field), "\(field)")
        }
        let rows = try await rows(scene)
        #expect(rows.count == 1 && rows[0]["model"] == "gpt-4o-mini-transcribe", "\(rows)")
    }

    @Test("A transcription that is cut off exits with 10 after the text that arrived")
    func cut() async throws {
        let scene = try Scene([
            .eventStreamHead, Self.event(#"{"type":"transcript.text.delta","delta":"Hello"}"#), .close,
        ])
        let result = try await scene.run("transcribe", audio(scene))
        #expect(result.exitCode == 10 && result.output.hasPrefix("Hello"))
        #expect(result.error.contains("the response was cut off"), "\(result.error)")
    }

    @Test("Subtitles are written unchanged by a model that supports them", arguments: ["srt", "vtt"])
    func subtitles(format: String) async throws {
        let body = "1\n00:00:00,000 --> 00:00:01,000\nHi.\n\n"
        let scene = try Scene([.response(body, headers: ["content-type: text/plain"])])
        let result = try await scene.run("transcribe", audio(scene), "--format", format)
        #expect((result.exitCode, result.output) == (0, body), "\(result.error)")
        #expect(String(decoding: try #require(scene.server.requests.first).body, as: UTF8.self).contains("whisper-1"))
    }

    @Test("Times are printed in columns, or as the server's JSON")
    func timestamps() async throws {
        let json =
            #"{"text":"Hi all","duration":1.5,"words":[{"word":"Hi","start":0.0,"end":0.24},{"word":"all","start":0.24,"end":61.5}],"new":1}"#
        let scene = try Scene([.response(json)])
        let words = try await scene.run("transcribe", audio(scene), "--timestamps", "word")
        #expect(words.output == "0.000\t0.240\tHi\n0.240\t61.500\tall\n", "\(words.error)")
        let segments = try await scene.run("transcribe", audio(scene), "--timestamps", "segment")
        #expect(segments.exitCode == 7 && segments.error.contains("no timestamps"))
        let whole = try await scene.run(
            "transcribe",
            audio(scene),
            "--timestamps",
            "word",
            "--format",
            "verbose_json"
        )
        let document = try JSONValue(jsonText: whole.output)
        #expect(document["words"]?[1]?["end"] == 61.5 && document["new"] == 1)
        let body = String(decoding: try #require(scene.server.requests.first).body, as: UTF8.self)
        #expect(body.contains("name=\"timestamp_granularities[]\"\r\n\r\nword\r\n"))
        #expect(body.contains("name=\"response_format\"\r\n\r\nverbose_json\r\n"))
    }

    @Test("Speakers are distinguished in JSON, and audio is translated")
    func others() async throws {
        let scene = try Scene([.response(#"{"text":"Hello","segments":[{"id":"a","speaker":"A","text":"Hello"}]}"#)])
        let diarized = try await scene.run("transcribe", audio(scene), "--format", "diarized_json")
        #expect(try JSONValue(jsonText: diarized.output)["segments"]?[0]?["speaker"] == "A")
        let translated = try await scene.run("transcribe", audio(scene), "--translate")
        #expect(translated.output == "Hello\n")
        #expect(scene.server.requests.map(\.path) == ["/v1/audio/transcriptions", "/v1/audio/translations"])
        #expect(
            String(decoding: try #require(scene.server.requests.first).body, as: UTF8.self).contains(
                "chunking_strategy"
            )
        )
    }

    @Test("An empty audio file is an error before anything is sent")
    func emptyAudio() async throws {
        let scene = try Scene(Self.images())
        let file = path("a.mp3", in: scene)
        try Data().write(to: URL(fileURLWithPath: file))
        let result = try await scene.run("transcribe", file)
        #expect(result.exitCode == 2 && result.error.contains("a.mp3 contains no audio"), "\(result.error)")
        #expect(scene.server.requests.isEmpty)
    }

    // MARK: Speech

    private static let speech: [FaultServer.Step] = [
        .head(["content-type: audio/mpeg", "content-length: \(mp3.count)"]), .bytes(mp3),
    ]

    @Test("Speech is saved in the format of the file, and is in the ledger")
    func speak() async throws {
        let scene = try Scene(Self.speech)
        let file = path("a.wav", in: scene)
        let result = try await scene.run(
            "speak",
            "Hello there",
            "-o",
            file,
            "--voice",
            "coral",
            "--instructions",
            "Whisper.",
            "--speed",
            "1.5"
        )
        #expect(result.exitCode == 0 && result.output == "", "\(result.error)")
        #expect(result.error.contains("waiter: saved \(file)"))
        #expect(try read("a.wav", in: scene) == Self.mp3)
        #expect(
            try #require(scene.server.requests.first).json == [
                "model": "gpt-4o-mini-tts", "input": "Hello there", "voice": "coral", "instructions": "Whisper.",
                "response_format": "wav", "speed": 1.5,
            ]
        )
        let rows = try await rows(scene)
        #expect(rows.count == 1 && rows[0]["model"] == "gpt-4o-mini-tts", "\(rows)")
    }

    @Test("Piped text is spoken to a pipe, and audio is refused on a terminal")
    func pipe() async throws {
        let scene = try Scene(Self.speech)
        let piped = try await scene.run("speak", input: .text("Hello\n"))
        #expect(piped.exitCode == 0 && piped.outputBytes == Self.mp3, "\(piped.error)")
        #expect(scene.server.requests.first?.json["input"] == "Hello")
        let refused = try await scene.run("speak", "Hello", streams: .terminal)
        #expect(refused.exitCode == 2 && refused.output.contains("save it with -o"))
        #expect(scene.server.requests.count == 1)
    }

    @Test("Speech that is cut off leaves no file")
    func cutSpeech() async throws {
        let scene = try Scene([
            .head(["content-type: audio/mpeg", "content-length: 100000"]), .bytes(Self.mp3), .close,
        ])
        let result = try await scene.run("speak", "Hello", "-o", path("a.mp3", in: scene))
        #expect(result.exitCode == 9, "\(result.error)")
        #expect(try names(in: scene).isEmpty)
    }

    @Test("An unknown model is named, with the next step")
    func unknownModel() async throws {
        let scene = try Scene(Reply.error("404 Not Found", "The model 'x' does not exist", code: "model_not_found"))
        let result = try await scene.run("speak", "Hello", "-m", "x", "-o", path("a.mp3", in: scene))
        #expect(result.exitCode == 5 && result.error.contains("with the model 'x'"), "\(result.error)")
    }
}
