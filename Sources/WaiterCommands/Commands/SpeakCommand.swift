package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `speak` command, which converts text to speech.
package struct SpeakCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "speak",
        abstract: "Convert text to speech.",
        usage: "waiter speak <text> -o <file> [options]",
        discussion: """
            The format is inferred from the output file's extension: mp3, opus, aac, flac, wav or pcm. Without -o, the \
            audio is written to standard output as it is generated, unless standard output is a terminal. An existing \
            file is not replaced until the audio is complete.

            Examples:
              waiter speak 'Your table is ready.' -o table.mp3
              waiter speak 'Good night.' --voice coral --instructions Whisper -o night.wav
              waiter 'Tell a short story.' | waiter speak -o story.mp3
              waiter speak 'Hello' --format wav | aplay
            """
    )

    @Argument(help: "The text; '-' is standard input.")
    package var text: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Save the audio to this file.", valueName: "file"),
        completion: .file()
    )
    package var output: String?

    @Option(name: .shortAndLong, help: "The model to use.")
    package var model: String = "gpt-4o-mini-tts"

    @Option(
        help: "The voice.",
        completion: .list([
            "alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer",
            "verse",
        ])
    )
    package var voice: String = "alloy"

    @Option(
        help: "The format: mp3, opus, aac, flac, wav or pcm (default: inferred from -o, otherwise mp3).",
        completion: .list(["mp3", "opus", "aac", "flac", "wav", "pcm"])
    )
    package var format: String?

    @Option(help: ArgumentHelp("Instructions for the voice, such as 'Speak slowly'.", valueName: "text"))
    package var instructions: String?

    @Option(parsing: .unconditional, help: "The speed, from 0.25 to 4.")
    package var speed: Double?

    @OptionGroup
    package var media: MediaFlags

    @OptionGroup(title: "Cost")
    package var spending: SpendingFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var isQuiet: Bool { media.quiet }

    package func validate() throws {
        if let speed, !(0.25...4).contains(speed) { throw ValidationError("--speed must be between 0.25 and 4") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let destination = try OutputFile(output, console, isPreview: media.dryRun)
        let run = try media.run(to: "generate speech", server.flags(model: model), spending.plan, in: context)
        let text = try PromptReader(words: text, readsStandardInput: true, console: console).read()
        if text.isEmpty {
            throw CommandFailure.usage("no text given", nextStep: "for example: waiter speak 'Hello' -o hello.mp3")
        }
        let request = request(text, destination, model: run.model)
        return try await Interrupts.cancelling {
            if media.dryRun { return try await run.preview(.speechStream(request)) }
            try await run.run("speaking") { client, options in
                if case .path(let path) = destination {
                    let file = try await client.audio.speech.create(request, to: path, options: options)
                    console.notice(
                        TerminalText.line("waiter: saved \(path) (\(ByteCount.formatted(Int64(file.bytes))))")
                    )
                    return
                }
                for try await chunk in try await client.audio.speech.stream(request, options: options) {
                    try BinaryOutput.write(chunk, to: console)
                }
            }
            return .complete
        }
    }

    private func request(_ text: String, _ destination: OutputFile, model: String) -> SpeechRequest {
        var request = SpeechRequest(model: model, input: text, voice: .named(voice))
        let known = ["mp3", "opus", "aac", "flac", "wav", "pcm"]
        let format = format ?? destination.fileExtension.flatMap { known.contains($0) ? $0 : nil }
        request.responseFormat = format.map(AudioFormat.init(rawValue:))
        request.instructions = instructions
        request.speed = speed
        return request
    }
}
