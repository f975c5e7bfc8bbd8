/// A meter that combines several meters. Each meter observes every attempt and is notified exactly once when the
/// attempt ends.
///
///     let meter = MultiplexMeter([ledger, requestCounter])
///     let client = try OpenAI(configuration: .fromEnvironment(), meter: meter)
///
/// The meters run in order, so place a meter that delays calls before a meter that reserves money. If a meter rejects
/// an attempt, the preceding meters are notified that the attempt was not sent. The end of an attempt is reported to
/// the meters in reverse order.
public struct MultiplexMeter: CallMeter {
    private let meters: [any CallMeter]

    /// Creates a meter that calls other meters in order.
    public init(_ meters: [any CallMeter]) {
        self.meters = meters
    }

    /// Whether to request usage for streams. This is `true` if any of the meters requests usage.
    public var asksForUsage: Bool { meters.contains { $0.asksForUsage } }

    /// Begins the attempt with each meter in order.
    ///
    /// - Throws: The error of the first meter that rejects the attempt.
    public func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        var records: [any AttemptRecord] = []
        do {
            for meter in meters {
                if let record = try await meter.begin(attempt) { records.append(record) }
            }
        } catch {
            for record in records.reversed() { record.end(AttemptOutcome(.unsent)) }
            throw error
        }
        return records.count > 1 ? Record(records: records) : records.first
    }

    /// Flushes all of the meters.
    public func flush() async {
        for meter in meters { await meter.flush() }
    }

    private struct Record: AttemptRecord {
        let records: [any AttemptRecord]

        func progress(_ snapshot: () -> PartialResult) {
            // The snapshot is created at most once, regardless of how many meters use it.
            var made: PartialResult?
            for record in records {
                record.progress {
                    let result = made ?? snapshot()
                    made = result
                    return result
                }
            }
        }

        func end(_ outcome: AttemptOutcome) {
            for record in records.reversed() { record.end(outcome) }
        }
    }
}
