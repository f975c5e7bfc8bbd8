import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Media over the network", .timeLimit(.minutes(5)))
struct MediaTransferTests {
    private static let speech = SpeechRequest(model: "gpt-4o-mini-tts", input: "Hello", voice: .alloy)

    @Test("Speech cut in the middle leaves neither a short file nor a temporary one", arguments: [true, false])
    func cutSpeech(isChunked: Bool) async throws {
        let folder = try ScratchFolder()
        let meter = OutcomeMeter()
        let audio = tinyMP3 + [UInt8](repeating: 9, count: 50_000)
        let server = try FaultServer { _, _ in
            isChunked
                ? [.head(["content-type: audio/mpeg", "transfer-encoding: chunked"]), .chunk(audio), .reset]
                : [.head(["content-type: audio/mpeg", "content-length: 100000"]), .bytes(audio), .close]
        }
        let error = await #expect(throws: OpenAIError.self) {
            try await client(of: server, meter: meter).audio.speech.create(Self.speech, to: folder("a.mp3"))
        }
        #expect(error?.code == .connection)
        #expect(folder.names.isEmpty && server.requests.count == 1)
        #expect(meter.outcomes.map(\.status) == [.truncated])
    }

    @Test("A stream of speech cut in the middle ends with an error after the bytes that arrived")
    func cutStream() async throws {
        let gate = FaultServer.Gate()
        let server = try FaultServer { _, _ in
            [
                .head(["content-type: audio/mpeg", "transfer-encoding: chunked"]), .chunk(tinyMP3), .wait(gate), .close,
            ]
        }
        var received: [UInt8] = []
        let stream = try await client(of: server).audio.speech.stream(Self.speech)
        let error = await #expect(throws: OpenAIError.self) {
            for try await chunk in stream {
                received += chunk
                gate.open()
            }
        }
        #expect(error?.code == .streamTruncated && received == tinyMP3)
    }

    @Test("A long speech is saved as it was sent")
    func longSpeech() async throws {
        let folder = try ScratchFolder()
        var file = FaultServer.File(byteCount: 20_000_003)
        file.headers = ["content-type: audio/wav"]
        let server = try FaultServer { [file] request, _ in [file.response(to: request)] }
        let saved = try await client(of: server).audio.speech.create(Self.speech, to: folder("a.wav"))
        #expect(saved.bytes == 20_000_003)
        #expect(FaultServer.Checksum(try folder.read("a.wav")) == file.checksum)
    }

    @Test("A transcription sends a file from disk with its length")
    func upload() async throws {
        let folder = try ScratchFolder()
        let audio = tinyMP3 + [UInt8](repeating: 5, count: 3_000_000)
        let path = try folder.write(audio, to: "talk.mp3")
        let server = try FaultServer { _, _ in [.response(#"{"text":"Hi"}"#)] }
        let request = TranscriptionRequest(.path(path), model: "whisper-1")
        #expect(try await client(of: server).audio.transcriptions.create(request).text == "Hi")
        let received = try #require(server.requests.first)
        #expect(received.headers["content-length"] == "\(received.body.count)")
        #expect(received.body.count > 3_000_064 && received.body.count < 3_001_000)
        #expect(received.headers["content-type"]?.hasPrefix("multipart/form-data; boundary=") == true)
    }

    @Test("A file that changes while it is sent is never transcribed in part")
    func changed() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(tinyMP3 + [UInt8](repeating: 5, count: 64 << 20), to: "talk.mp3")
        let meter = OutcomeMeter()
        let server = try FaultServer(
            bodyReading: { _ in .stop(after: 1 << 16) },
            script: { _, _ in
                truncate(path, 1 << 20)
                return [.stall]
            }
        )
        let error = await #expect(throws: OpenAIError.self) {
            try await client(of: server, meter: meter).audio.transcriptions.create(
                TranscriptionRequest(.path(path), model: "whisper-1"),
                options: RequestOptions(timeouts: OpenAI.Timeouts(idle: .seconds(2), total: .seconds(20)))
            )
        }
        // The buffers of the sockets decide whether the short file or the silent server is detected first.
        #expect([.fileAccess, .timeout].contains(error?.code))
        #expect(meter.outcomes.count == 1 && meter.outcomes[0].status != .complete)
    }

    @Test("A file that is replaced between two attempts is not sent again")
    func replaced() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(tinyMP3, to: "talk.mp3")
        let server = try FaultServer { _, _ in
            _ = try? folder.write(tinyMP3 + [1], to: "talk.mp3")
            return [.response("busy", status: "503 Service Unavailable", headers: ["retry-after-ms: 1"])]
        }
        let error = await #expect(throws: OpenAIError.self) {
            try await client(of: server).audio.transcriptions.create(
                TranscriptionRequest(.path(path), model: "whisper-1"),
                options: RequestOptions(maxRetries: 2)
            )
        }
        #expect(error?.code == .fileAccess && server.requests.count == 1)
    }

    @Test("Partial images arrive before the complete one is sent")
    func partialImages() async throws {
        let gate = FaultServer.Gate()
        @Sendable func event(_ type: String) -> String {
            #"data: {"type":"\#(type)","b64_json":"\#(tinyPNG)"}"# + "\n\n"
        }
        let server = try FaultServer { _, _ in
            [
                .eventStreamHead, .chunk(event("image_generation.partial_image")), .wait(gate),
                .chunk(event("image_generation.completed")), .lastChunk,
            ]
        }
        let folder = try ScratchFolder()
        for try await event in try await client(of: server).images.generateStream(.init(model: "m", prompt: "x")) {
            try event.image?.save(to: folder(event.isCompleted ? "final.png" : "preview.png"))
            gate.open()
        }
        #expect(folder.names == ["final.png", "preview.png"])
        #expect(try folder.read("final.png") == tinyPNGBytes)
    }
}
