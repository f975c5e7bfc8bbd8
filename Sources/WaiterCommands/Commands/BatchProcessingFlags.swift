package import ArgumentParser

/// Flags that determine how the requests of a batch are sent.
package struct BatchProcessingFlags: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write the results to.", valueName: "output")
    )
    package var output: String?

    @Option(help: "The name of the run (default: the name of the output file).")
    package var name: String?

    @Flag(help: "Use the provider's Batch API, which costs less but can take up to a day.")
    package var remote = false

    @OptionGroup
    package var sending: BatchSendingFlags

    @Flag(help: "Write the results in input order instead of completion order.")
    package var ordered = false

    @Flag(name: .customLong("skip-invalid"), help: "Skip invalid lines and duplicate IDs instead of failing.")
    package var skipsInvalid = false

    @Option(
        help: ArgumentHelp(
            "Process only one shard of the rows, such as 3/16 (the third of 16). Rows are assigned to shards by ID.",
            valueName: "k/n"
        )
    )
    package var shard: BatchShard?

    @Flag(
        name: .customLong("dry-run"),
        help: "Print the number of input tokens and the maximum cost without sending anything."
    )
    package var dryRun = false

    package init() {}

    package func validate() throws {
        if remote, sending.isLive {
            throw ValidationError(
                "--remote cannot be combined with -j, --rpm, --tpm, --input-tpm, --output-tpm or --at-most-once"
            )
        }
        if name == "" { throw ValidationError("--name must not be empty") }
    }
}
