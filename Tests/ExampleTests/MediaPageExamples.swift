import Waiter

/// The code of docs/media.md, which is compiled but not run.
enum MediaPageExamples {
    struct Player {
        func enqueue(_ chunk: [UInt8]) {}
    }

    static func images(_ client: OpenAI) async throws {
        var request = ImageGenerationRequest(model: "gpt-image-2", prompt: "A waiter in a kitchen, watercolor")
        request.size = .landscape
        request.outputFormat = .webp
        let images = try await client.images.generate(request)
        try images.data[0].save(to: "kitchen.webp")

        request.partialImages = 2
        for try await event in try await client.images.generateStream(request) {
            try event.image?.save(to: event.isCompleted ? "kitchen.webp" : "preview.webp")
        }
    }

    static func edits(_ client: OpenAI) async throws -> ImagesResponse {
        let inputs: [ImageInput] = [.path("kitchen.png"), .path("logo.png")]
        var edit = ImageEditRequest(model: "gpt-image-2", images: inputs, prompt: "Add the logo")
        edit.mask = .path("mask.png")
        let edited = try await client.images.edit(edit)
        return edited
    }

    static func transcriptions(_ client: OpenAI) async throws {
        var transcription = TranscriptionRequest(.path("meeting.mp3"), model: "whisper-1")
        transcription.responseFormat = .verboseJSON
        transcription.timestampGranularities = [.word, .segment]
        let meeting = try await client.audio.transcriptions.create(transcription)
        for word in meeting.words ?? [] { print(word.start, word.word) }

        for try await event in try await client.audio.transcriptions.stream(transcription) {
            print(event.delta ?? "", terminator: "")
        }
    }

    static func speech(_ client: OpenAI, _ player: Player) async throws {
        let speech = SpeechRequest(model: "gpt-4o-mini-tts", input: "Your table is ready.", voice: .coral)
        try await client.audio.speech.create(speech, to: "table.mp3")
        for try await chunk in try await client.audio.speech.stream(speech) { player.enqueue(chunk) }
    }

    static func realtime(_ client: OpenAI) async throws -> RealtimeClientSecret {
        var session = RealtimeSession(model: "gpt-realtime-2")
        session.instructions = "You take orders in a restaurant."
        session.audio = .init(output: .init(voice: .marin))
        let minute = RealtimeClientSecretRequest(session: session, expiresAfter: .init(seconds: 60))
        let secret = try await client.realtime.clientSecrets.create(minute)
        return secret
    }
}
