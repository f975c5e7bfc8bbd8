/// Texts at which the model stops; they are not part of the answer.
///
/// Up to four, of which one is written as a string and several as an array.
public struct StopSequences: Codable, Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// The texts.
    public var sequences: [String]

    /// Takes the texts.
    public init(_ sequences: [String]) { self.sequences = sequences }

    /// Takes one text.
    public init(stringLiteral value: String) { sequences = [value] }

    /// Takes several texts.
    public init(arrayLiteral elements: String...) { sequences = elements }

    /// Reads a string or an array of them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(String.self) {
            sequences = [one]
        } else {
            sequences = try container.decode([String].self)
        }
    }

    /// Writes a string for one text, an array for any other number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if sequences.count == 1 {
            try container.encode(sequences[0])
        } else {
            try container.encode(sequences)
        }
    }
}

extension Nullable<StopSequences>: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    /// Takes one text.
    public init(stringLiteral value: String) { self = .value([value]) }

    /// Takes several texts.
    public init(arrayLiteral elements: String...) { self = .value(StopSequences(elements)) }
}
