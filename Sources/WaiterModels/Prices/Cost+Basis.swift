extension Cost {
    /// The model whose prices were used to compute a cost.
    public struct Basis: Sendable, Hashable {
        /// The relationship between the served model and the requested model.
        public enum Relation: String, Sendable, Hashable {
            /// The server reported the same name or no name.
            case same
            /// The server reported a dated snapshot of the requested model, such as `gpt-4o-2024-08-06` for `gpt-4o`.
            case snapshot
            /// The server reported a different name.
            case other
        }

        /// The requested model.
        public let asked: String
        /// The model that the server reported, or `nil` if it reported no model.
        public let served: String?
        /// The catalogue entry whose prices were applied, or `nil` if the catalogue contains neither model.
        public let entry: String?
        /// Whether the entry describes the served model rather than the requested model.
        public let usesServed: Bool

        /// Creates a basis.
        public init(asked: String, served: String?, entry: String?, usesServed: Bool) {
            self.asked = asked
            self.served = served
            self.entry = entry
            self.usesServed = usesServed
        }

        /// The relationship between the served model and the requested model, ignoring provider prefixes.
        public var relation: Relation {
            guard let served else { return .same }
            let (answer, question) = (Self.plain(served), Self.plain(asked))
            if answer == question { return .same }
            guard answer.hasPrefix(question + "-") else { return .other }
            return Self.isDate(answer.dropFirst(question.count + 1)) ? .snapshot : .other
        }

        private static func plain(_ name: String) -> Substring { name.split(separator: "/").last ?? "" }

        /// Returns whether a suffix is a date such as `2024-08-06`, `20240806` or `0613`.
        private static func isDate(_ text: Substring) -> Bool {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            return [[4, 2, 2], [8], [4]].contains(parts.map(\.utf8.count))
                && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        }
    }
}
