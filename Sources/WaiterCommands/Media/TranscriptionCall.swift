internal import Waiter
internal import WaiterTerminal

/// Makes the API call for the `transcribe` command and writes the output.
struct TranscriptionCall {
    private let path: String
    private let model: String
    private let console: Console
    var format = TranscriptFormat.text
    var timestamps: TimestampUnit?
    /// Whether the text is translated into English.
    var translates = false
    var language: String?
    var prompt: String?
    /// Whether text is written as it arrives.
    var streams = true

    init(_ path: String, model: String, to console: Console) {
        (self.path, self.model, self.console) = (path, model, console)
    }

    /// Prints the request instead of sending it.
    func preview(_ run: MediaRun) async throws -> ExitStatus {
        if translates { return try await run.preview(.translation(translation)) }
        if isStreamed { return try await run.preview(.transcriptionStream(transcription)) }
        return try await run.preview(.transcription(transcription))
    }

    /// Whether the response is streamed. Only text is useful before the response is complete.
    private var isStreamed: Bool { format == .text && timestamps == nil && streams }

    func send(_ client: OpenAI, _ options: RequestOptions) async throws {
        if translates {
            return try write(try await client.send(.translation(translation), options: options))
        }
        guard isStreamed else {
            return try write(try await client.send(.transcription(transcription), options: options))
        }
        var last: Character?
        for try await event in try await client.audio.transcriptions.stream(transcription, options: options) {
            guard let text = event.delta ?? (last == nil ? event.transcription?.text : nil), !text.isEmpty else {
                continue
            }
            last = text.last
            try console.writeForeign(text)
        }
        if last?.isNewline == false { try console.write("\n") }
    }

    private var file: FileInput { .path(path) }

    /// The format to request. It includes timestamps if timestamps will be printed.
    private var requestedFormat: TranscriptionFormat {
        if timestamps != nil { return .verboseJSON }
        return format == .text ? .json : TranscriptionFormat(rawValue: format.rawValue)
    }

    private var transcription: TranscriptionRequest {
        var request = TranscriptionRequest(file, model: model)
        request.responseFormat = requestedFormat
        request.language = language
        request.prompt = prompt
        request.timestampGranularities = timestamps.map { [.init(rawValue: $0.rawValue)] }
        // Without this parameter, the model rejects audio longer than 30 seconds.
        if format == .diarized { request.chunkingStrategy = .auto }
        return request
    }

    private var translation: TranslationRequest {
        var request = TranslationRequest(file, model: model)
        request.responseFormat = requestedFormat
        request.prompt = prompt
        return request
    }

    /// Writes a complete response as timestamped lines, as plain text, or in the requested JSON or subtitle format.
    private func write(_ response: APIResponse<Transcription>) throws {
        let transcription = response.value
        switch (timestamps, format) {
        case (_, .json), (_, .diarized), (_, .verbose):
            try Output.write(try JSONValue(parsing: response.body), to: console)
        case (.word?, _):
            try write(transcription.words?.map { ($0.start, $0.end, $0.word) })
        case (.segment?, _):
            try write(transcription.segments?.map { ($0.start, $0.end, $0.text) })
        case (nil, .srt), (nil, .vtt):
            try console.writeForeign(transcription.text)
        case (nil, .text):
            let text = transcription.text
            try console.writeForeign(text.last.map { $0.isNewline ? text : text + "\n" } ?? "")
        }
    }

    private func write(_ lines: [(start: Double, end: Double, text: String)]?) throws {
        guard let lines else {
            throw CommandFailure(
                .nothingExtracted,
                "the server sent no timestamps",
                nextStep: "use a model that supports them, such as -m whisper-1",
                kind: "noTimestamps"
            )
        }
        for line in lines {
            let text = line.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            try console.writeForeign("\(Self.seconds(line.start))\t\(Self.seconds(line.end))\t\(text)\n")
        }
    }

    /// Returns a time in seconds with three decimal places.
    private static func seconds(_ time: Double) -> String {
        let milliseconds = Int(exactly: (time * 1000).rounded()) ?? 0
        let fraction = "\(abs(milliseconds) % 1000)"
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
