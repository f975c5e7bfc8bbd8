package import ArgumentParser
internal import Waiter
internal import WaiterBulk
internal import WaiterModels

/// Flags that determine how the requests of a batch are sent.
package struct BatchProcessingFlags: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write the results to.", valueName: "output")
    )
    package var output: String?

    @Option(help: "The name of the run (default: the name of the output file).")
    package var name: String?

    @Flag(help: "Use the provider's Batch API, which costs less and takes up to a day.")
    package var remote = false

    @Option(
        name: [.customShort("j"), .customLong("jobs")],
        parsing: .unconditional,
        help: ArgumentHelp("Send at most this many requests at once (default: 16).", valueName: "count")
    )
    package var jobs: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Limit the requests per minute.", valueName: "count"))
    package var rpm: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Limit the tokens per minute.", valueName: "count"))
    package var tpm: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Process at most this many rows now.", valueName: "count"))
    package var limit: Int?

    @Flag(help: "Write the results in the order of the input, not of completion.")
    package var ordered = false

    @Flag(
        name: .customLong("at-most-once"),
        help: "Never send a request again that may have been sent; its result stays unknown."
    )
    package var atMostOnce = false

    @Option(
        name: .customLong("fail-fast"),
        parsing: .unconditional,
        help: ArgumentHelp("Stop after this many failed rows in a row.", valueName: "count")
    )
    package var failFast: Int?

    @Flag(name: .customLong("skip-invalid"), help: "Skip invalid lines and duplicate IDs instead of failing.")
    package var skipsInvalid = false

    @Option(help: ArgumentHelp("Process only a part of the rows, such as 3/16, chosen by their IDs.", valueName: "k/n"))
    package var shard: BatchShard?

    @Flag(
        name: .customLong("dry-run"),
        help: "Print the number of input tokens and the maximum cost, without sending anything."
    )
    package var dryRun = false

    package init() {}

    package func validate() throws {
        for (name, value) in [
            ("-j", jobs), ("--rpm", rpm), ("--tpm", tpm), ("--limit", limit), ("--fail-fast", failFast),
        ] {
            if let value, value < 1 { throw ValidationError("\(name) must be at least 1") }
        }
        if let jobs, jobs > 1000 { throw ValidationError("-j must be at most 1000") }
        if remote, jobs != nil || rpm != nil || tpm != nil || atMostOnce {
            throw ValidationError("--remote cannot be combined with -j, --rpm, --tpm or --at-most-once")
        }
        if name == "" { throw ValidationError("--name must not be empty") }
    }

    /// Returns the options of the run.
    func options(budget: Dollars?) -> BulkOptions {
        var options = BulkOptions(budget: budget, atMostOnce: atMostOnce)
        options.limit = limit
        options.failFast = failFast
        return options
    }

    /// The options of live calls.
    var live: LiveBulkEngine.Options {
        var live = LiveBulkEngine.Options()
        live.concurrency = jobs ?? 16
        live.rateLimits = RateLimiter.Limits(requestsPerMinute: rpm, tokensPerMinute: tpm)
        return live
    }
}
