internal import Synchronization

/// Remembers what a client has reported, so that it reports each fact once.
package final class ReportedFacts: Sendable {
    /// Names of models come from requests, of which there is no end.
    private static let most = 1000

    private let reported = Mutex<Set<String>>([])

    package init() {}

    /// Notes a fact; returns whether it is new.
    package func note(_ fact: String) -> Bool {
        reported.withLock { reported in
            guard reported.count < Self.most else { return false }
            return reported.insert(fact).inserted
        }
    }
}
