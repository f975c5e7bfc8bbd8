/// What is wrong in a catalogue, and where.
public struct ModelCatalogueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The member that is wrong, such as `models.gpt-4o.price.input`; empty for the whole.
    public let place: String
    /// What should stand there.
    public let expected: String

    init(_ place: String, _ expected: String) {
        self.place = place
        self.expected = expected
    }

    /// The place and what should stand there, on one line.
    public var description: String { "\(place.isEmpty ? "the whole" : "'\(place)'") must be \(expected)" }
}
