internal import Synchronization

/// Records which facts a client has reported, to ensure that each fact is reported only once.
package final class ReportedFacts: Sendable {
    /// The maximum number of facts. A limit is necessary because facts contain model names. These names come from
    /// requests, so their number is unbounded.
    private static let most = 1000

    private let reported = Mutex<Set<String>>([])

    package init() {}

    /// Records a fact and returns whether it is new.
    package func note(_ fact: String) -> Bool {
        reported.withLock { reported in
            guard reported.count < Self.most else { return false }
            return reported.insert(fact).inserted
        }
    }
}
