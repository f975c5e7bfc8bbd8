package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `transcribe` command, which converts speech to text.
package struct TranscribeCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "transcribe",
        abstract: "Convert speech to text.",
        usage: "waiter transcribe <file> [options]",
        discussion: """
            With the text format, the output is printed as it arrives. Output in any other format is printed when it \
            is complete, exactly as the server sent it. --timestamps prints one line per segment or word, with \
            tab-separated fields: start and end in seconds, and the text.

            The default model depends on the format: gpt-4o-mini-transcribe for text and json, \
            gpt-4o-transcribe-diarize for diarized_json, and whisper-1 for subtitles, verbose_json, --timestamps and \
            --translate.

            Examples:
              waiter transcribe meeting.mp3
              waiter transcribe talk.mp3 --language de --format srt > talk.srt
              waiter transcribe call.wav --format diarized_json | jq '.segments[].speaker'
              waiter transcribe interview.m4a --timestamps word
              waiter transcribe rede.mp3 --translate | waiter 'Summarize this.'
            """
    )

    @Argument(help: "The audio file: mp3, mp4, mpeg, m4a, wav, webm, ogg or flac.", completion: .file())
    package var file: String

    @Option(name: .shortAndLong, help: "The model to use (default: see above).")
    package var model: String?

    @Option(help: "The format of the output.")
    package var format: TranscriptFormat = .text

    @Option(help: "The language of the audio, such as en. Specifying it improves accuracy.")
    package var language: String?

    @Option(help: ArgumentHelp("The preceding text or a list of names and terms to expect.", valueName: "text"))
    package var prompt: String?

    @Option(help: "Print times for each segment or word.")
    package var timestamps: TimestampUnit?

    @Flag(help: "Translate into English.")
    package var translate = false

    @Flag(name: .customLong("no-stream"), help: "Wait for the complete text instead of streaming it.")
    package var noStream = false

    @OptionGroup
    package var media: MediaFlags

    @OptionGroup(title: "Cost")
    package var spending: SpendingFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { format.isJSON }
    package var isQuiet: Bool { media.quiet }

    package func validate() throws {
        if timestamps != nil, ![.text, .verbose].contains(format) {
            throw ValidationError("--timestamps cannot be combined with --format \(format.rawValue)")
        }
        if translate, language != nil { throw ValidationError("--translate and --language cannot be combined") }
        if translate, format == .diarized || timestamps == .word {
            throw ValidationError("--translate cannot be combined with --format diarized_json or --timestamps word")
        }
    }

    /// The model given with -m. The default is a model that supports the format.
    package var chosenModel: String {
        model ?? (translate || timestamps != nil ? "whisper-1" : format.model)
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let purpose = translate ? "translate audio" : "transcribe audio"
        let run = try media.run(to: purpose, server.flags(model: chosenModel), spending.plan, in: context)
        var call = TranscriptionCall(file, model: run.model, to: context.console)
        (call.format, call.timestamps, call.translates) = (format, timestamps, translate)
        (call.language, call.prompt, call.streams) = (language, prompt, !noStream)
        return try await Interrupts.cancelling { [call] in
            if media.dryRun { return try await call.preview(run) }
            try await run.run(translate ? "translating" : "transcribing") { client, options in
                try await call.send(client, options)
            }
            return .complete
        }
    }
}
