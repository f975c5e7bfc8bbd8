import Waiter

/// Generate an image and speech, and transcribe the speech.
///
///     swift run MediaExample [FOLDER]
@main
struct MediaExample {
    static func main() async throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "."
        let client = try OpenAI()
        try await image(client, to: "\(folder)/kitchen.png")
        try await speak("Your table is ready.", client, to: "\(folder)/table.mp3")
        try await transcribe("\(folder)/table.mp3", client)
    }

    /// Saves previews while an image is being generated, and then the complete image.
    static func image(_ client: OpenAI, to path: String) async throws {
        var request = ImageGenerationRequest(model: "gpt-image-2", prompt: "A waiter in a kitchen, watercolor")
        request.size = .landscape
        request.partialImages = 2
        for try await event in try await client.images.generateStream(request) {
            // Each image replaces the previous one. The last one is complete.
            guard let file = try event.image?.save(to: path) else { continue }
            print(event.isCompleted ? "saved" : "preview:", file.path, "\(file.bytes) bytes")
        }
    }

    /// Saves speech to a file. The file appears only when the speech is complete.
    static func speak(_ text: String, _ client: OpenAI, to path: String) async throws {
        var request = SpeechRequest(model: "gpt-4o-mini-tts", input: text, voice: .coral)
        request.instructions = "Speak like a friendly waiter."
        let file = try await client.audio.speech.create(request, to: path)
        print("saved", file.path, "\(file.bytes) bytes")
    }

    /// Prints a transcription as it is generated.
    static func transcribe(_ path: String, _ client: OpenAI) async throws {
        var accumulator = TranscriptionAccumulator()
        let request = TranscriptionRequest(.path(path), model: "gpt-4o-mini-transcribe")
        for try await event in try await client.audio.transcriptions.stream(request) {
            accumulator.append(event)
            print(event.delta ?? "", terminator: "")
        }
        print("\n\(accumulator.snapshot.usage?.totalTokens ?? 0) tokens")
    }
}
