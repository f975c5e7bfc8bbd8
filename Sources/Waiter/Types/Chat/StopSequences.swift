/// The sequences at which the model stops generating. They do not appear in the answer.
///
/// A request can have at most four sequences. A single sequence is encoded as a string, and several sequences as an
/// array.
public struct StopSequences: Codable, Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// The stop sequences.
    public var sequences: [String]

    /// Creates stop sequences.
    public init(_ sequences: [String]) { self.sequences = sequences }

    /// Creates a single stop sequence.
    public init(stringLiteral value: String) { sequences = [value] }

    /// Creates several stop sequences.
    public init(arrayLiteral elements: String...) { sequences = elements }

    /// Decodes a string or an array of strings.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(String.self) {
            sequences = [one]
        } else {
            sequences = try container.decode([String].self)
        }
    }

    /// Encodes a single sequence as a string, and any other number of sequences as an array.
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
    /// Creates a single stop sequence.
    public init(stringLiteral value: String) { self = .value([value]) }

    /// Creates several stop sequences.
    public init(arrayLiteral elements: String...) { self = .value(StopSequences(elements)) }
}
