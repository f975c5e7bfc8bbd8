/// An invalid value in a catalogue.
public struct ModelCatalogueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path of the invalid value, such as `models.gpt-4o.price.input`, or an empty string for the document itself.
    public let place: String
    /// A description of the expected value.
    public let expected: String

    init(_ place: String, _ expected: String) {
        self.place = place
        self.expected = expected
    }

    /// The path and the expected value on one line.
    public var description: String { "\(place.isEmpty ? "the document" : "'\(place)'") must be \(expected)" }
}
