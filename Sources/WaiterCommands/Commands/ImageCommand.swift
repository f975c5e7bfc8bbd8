package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `image` command, which generates and edits images.
package struct ImageCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Generate or edit images.",
        usage: "waiter image <prompt> -o <file> [--image <path> ...] [options]",
        discussion: """
            The format is inferred from the output file's extension: png, jpg or webp. Without -o, the image is \
            written to standard output unless standard output is a terminal. An existing file is not replaced until \
            the image is complete. With --image, the prompt describes how to change the given images. With --mask, \
            the first --image is edited only where the mask is transparent.

            Examples:
              waiter image 'A waiter in a kitchen, watercolor' -o kitchen.png
              waiter image 'Add a cat.' --image kitchen.png -o cat.png
              waiter image 'Combine them.' --image cup.jpg --image logo.png -o mug.webp
              waiter image 'A lighthouse' -n 3 --size 1536x1024 --quality high -o tower.png
            """
    )

    @Argument(help: "The prompt; '-' is standard input.")
    package var prompt: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Save the image to this file.", valueName: "file"),
        completion: .file()
    )
    package var output: String?

    @Option(name: .shortAndLong, help: "The model to use.")
    package var model: String = "gpt-image-2"

    @Option(
        name: .customLong("image"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Edit this image (repeatable, up to 16).", valueName: "path"),
        completion: .file()
    )
    package var images: [String] = []

    @Option(
        help: ArgumentHelp("Edit only the areas where this image is transparent.", valueName: "path"),
        completion: .file()
    )
    package var mask: String?

    @Option(help: "The size: auto, 1024x1024, 1536x1024, 1024x1536, or any other size that the model supports.")
    package var size: String?

    @Option(help: "The quality: auto, low, medium or high.", completion: .list(["auto", "low", "medium", "high"]))
    package var quality: String?

    @Option(
        help: "The background: auto, transparent or opaque.",
        completion: .list(["auto", "transparent", "opaque"])
    )
    package var background: String?

    @Option(
        name: .customShort("n"),
        parsing: .unconditional,
        help: "The number of images. If there is more than one, they are saved as FILE-1, FILE-2 and so on."
    )
    package var count: Int = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Save up to this many previews (1 to 3) as FILE-preview-1 and so on while the image is being generated.",
            valueName: "n"
        )
    )
    package var previews: Int?

    @Flag(help: "Print the paths, settings and usage as JSON.")
    package var json = false

    @OptionGroup
    package var media: MediaFlags

    @OptionGroup(title: "Cost")
    package var spending: SpendingFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { json }
    package var isQuiet: Bool { media.quiet }

    package func validate() throws {
        if !(1...10).contains(count) { throw ValidationError("-n must be between 1 and 10") }
        let isFile = output.map { $0 != "-" } ?? false
        if count > 1, !isFile { throw ValidationError("-n requires a file: -o FILE") }
        if json, !isFile { throw ValidationError("--json requires a file: -o FILE") }
        if let previews {
            if !(1...3).contains(previews) { throw ValidationError("--previews must be between 1 and 3") }
            if !isFile { throw ValidationError("--previews requires a file: -o FILE") }
            if count > 1 { throw ValidationError("--previews cannot be combined with -n") }
        }
        if mask != nil, images.isEmpty { throw ValidationError("--mask requires --image") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let destination = try OutputFile(output, context.console, isPreview: media.dryRun)
        let run = try media.run(to: "generate images", server.flags(model: model), spending.plan, in: context)
        let prompt = try PromptReader(words: prompt, readsStandardInput: true, console: context.console).read()
        if prompt.isEmpty {
            throw CommandFailure.usage(
                "no prompt given",
                nextStep: "for example: waiter image 'A waiter' -o waiter.png"
            )
        }
        var call = ImageCall(prompt, model: run.model, to: destination)
        (call.images, call.mask, call.count) = (images, mask, count)
        (call.size, call.quality, call.background, call.previews) = (size, quality, background, previews)
        return try await Interrupts.cancelling { [call] in
            if media.dryRun {
                if previews != nil { return try await run.preview(call.stream) }
                return try await run.preview(call.operation)
            }
            let response = try await run.run(images.isEmpty ? "generating" : "editing") { client, options in
                try await call.send(client, options, context.console)
            }
            if json { try Output.write(call.summary(response), to: context.console) }
            return .complete
        }
    }
}
