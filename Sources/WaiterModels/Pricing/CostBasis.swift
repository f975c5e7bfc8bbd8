/// Which model's prices a cost was worked out with.
public struct CostBasis: Sendable, Hashable {
    /// How the name that the server told stands to the one that was asked for.
    public enum Relation: String, Sendable, Hashable {
        /// The server told the same name, or none.
        case same
        /// The server told a dated snapshot of the name, as `gpt-4o-2024-08-06` is of `gpt-4o`.
        case snapshot
        /// The server told another name.
        case other
    }

    /// The model that was asked for.
    public let asked: String
    /// The model that the server told; nil when it told none.
    public let served: String?
    /// The catalogue's entry whose prices were taken; nil when it has neither model.
    public let entry: String?
    /// Whether that entry is the served model's, not the asked one's.
    public let usesServed: Bool

    /// Makes a basis.
    public init(asked: String, served: String?, entry: String?, usesServed: Bool) {
        self.asked = asked
        self.served = served
        self.entry = entry
        self.usesServed = usesServed
    }

    /// How the served name stands to the asked one; providers' prefixes are left out of account.
    public var relation: Relation {
        guard let served else { return .same }
        let (answer, question) = (Self.plain(served), Self.plain(asked))
        if answer == question { return .same }
        guard answer.hasPrefix(question + "-") else { return .other }
        return Self.isDate(answer.dropFirst(question.count + 1)) ? .snapshot : .other
    }

    private static func plain(_ name: String) -> Substring { name.split(separator: "/").last ?? "" }

    /// `2024-08-06`, `20240806` or `0613`.
    private static func isDate(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return [[4, 2, 2], [8], [4]].contains(parts.map(\.utf8.count))
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
