package import ArgumentParser
internal import Waiter
internal import WaiterBulk
internal import WaiterModels

/// Flags that determine how a worker sends the requests of a run.
package struct BatchSendingFlags: ParsableArguments {
    @Option(
        name: [.customShort("j"), .customLong("jobs")],
        parsing: .unconditional,
        help: ArgumentHelp("Send at most this many requests at once (default: 16).", valueName: "count")
    )
    package var jobs: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Limit the requests per minute.", valueName: "count"))
    package var rpm: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Limit the tokens per minute, input plus output.", valueName: "count")
    )
    package var tpm: Int?

    @Option(
        name: .customLong("input-tpm"),
        parsing: .unconditional,
        help: ArgumentHelp("Limit the input tokens per minute.", valueName: "count")
    )
    package var inputTPM: Int?

    @Option(
        name: .customLong("output-tpm"),
        parsing: .unconditional,
        help: ArgumentHelp("Limit the output tokens per minute.", valueName: "count")
    )
    package var outputTPM: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Process at most this many rows in this invocation.", valueName: "count")
    )
    package var limit: Int?

    @Flag(
        name: .customLong("at-most-once"),
        help: "Never resend a request that may already have been sent; its result remains unknown."
    )
    package var atMostOnce = false

    @Option(
        name: .customLong("fail-fast"),
        parsing: .unconditional,
        help: ArgumentHelp("Stop after this many consecutive failed rows.", valueName: "count")
    )
    package var failFast: Int?

    package init() {}

    package func validate() throws {
        for (name, value) in [
            ("-j", jobs), ("--rpm", rpm), ("--tpm", tpm), ("--input-tpm", inputTPM), ("--output-tpm", outputTPM),
            ("--limit", limit), ("--fail-fast", failFast),
        ] {
            if let value, value < 1 { throw ValidationError("\(name) must be at least 1") }
        }
        if let jobs, jobs > 1000 { throw ValidationError("-j must be at most 1000") }
    }

    /// Whether any option for individual calls is given. Such options do not apply to the provider's Batch API.
    var isLive: Bool {
        atMostOnce || [jobs, rpm, tpm, inputTPM, outputTPM].contains { $0 != nil }
    }

    /// Returns the options for the run.
    func options(budget: Dollars?) -> BulkOptions {
        var options = BulkOptions(budget: budget, atMostOnce: atMostOnce)
        options.limit = limit
        options.failFast = failFast
        return options
    }

    /// The options for individual calls.
    var live: LiveBulkEngine.Options {
        var live = LiveBulkEngine.Options()
        live.concurrency = jobs ?? 16
        live.rateLimits = RateLimiter.Limits(
            requestsPerMinute: rpm,
            tokensPerMinute: tpm,
            inputTokensPerMinute: inputTPM,
            outputTokensPerMinute: outputTPM
        )
        return live
    }
}
