/// Creates samples for the idle monitor from llama.cpp's `/metrics`, or from `/slots` if metrics are disabled.
enum ServerCounters {
    /// The counters to read. Every kind of request changes at least one of these counters.
    ///
    /// The prefix before the colon varies between versions.
    private static let counters: Set<Substring> = [
        "prompt_tokens_total", "prompt_tokens_cached_total", "tokens_predicted_total", "n_decode_total",
    ]
    private static let gauges: Set<Substring> = ["requests_processing", "requests_deferred"]

    static func observe(
        _ access: ServerAccess,
        lease: Int64,
        clock: any Clock<Duration>
    ) async throws -> IdleMonitor.Observation {
        do {
            let metrics = try await access.get("/metrics", clock: clock)
            if metrics.status == 200, let sample = sample(metrics: metrics.body, lease: lease) {
                return .sample(sample)
            }
            let slots = try await access.get("/slots", clock: clock)
            return slots.status == 200 ? .sample(sample(slots: slots.body, lease: lease)) : .unanswered
        } catch is LoopbackHTTP.Failure {
            return .unanswered
        }
    }

    /// Parses lines such as `llamacpp:n_decode_total 12`. Returns `nil` if the text contains none of the counters.
    static func sample(metrics: String, lease: Int64) -> IdleMonitor.Sample? {
        var work: [String] = []
        var isBusy = false
        for line in metrics.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            guard words.count == 2 else { continue }
            let name = words[0].drop { $0 != ":" }.dropFirst()
            if counters.contains(name) { work.append(String(line)) }
            if gauges.contains(name), let value = Double(String(words[1])), value > 0 { isBusy = true }
        }
        return work.isEmpty ? nil : .init(work: work.joined(separator: "\n"), isBusy: isBusy, lease: lease)
    }

    /// Returns a sample from the text of `/slots`. The text changes with each task.
    static func sample(slots: String, lease: Int64) -> IdleMonitor.Sample {
        let dense = slots.filter { !$0.isWhitespace }
        return .init(work: dense, isBusy: dense.contains("\"is_processing\":true"), lease: lease)
    }
}
