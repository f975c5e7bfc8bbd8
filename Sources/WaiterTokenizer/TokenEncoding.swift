/// A vocabulary and its tokenization rules. An encoding returns exact results, works offline, and is safe to share
/// between threads.
///
/// The vocabularies are mapped into memory with the executable, so the first use of an encoding loads only the pages
/// that are accessed.
///
///     let tokens = TokenEncoding.o200kBase.encode("What is an API?")
///     let count = TokenEncoding.o200kBase.count("What is an API?")
public struct TokenEncoding: Sendable {
    let core: EncodingCore

    /// The common name of the encoding, such as `o200k_base`.
    public var name: String { core.name }

    /// The special tokens and their IDs, such as `<|endoftext|>`.
    public var specialTokens: [String: UInt32] { core.specialTokens }

    /// One more than the highest ID, including the IDs of special tokens. Some lower IDs can be unassigned.
    public var idLimit: UInt32 { core.idLimit }

    /// The encoding of GPT-4o and all later models.
    public static let o200kBase = TokenEncoding(
        EncodingCore("o200k_base", .o200k, .o200k, special: Specials.o200k)
    )

    /// The `o200kBase` encoding with the special tokens of the harmony format used by gpt-oss.
    public static let o200kHarmony = TokenEncoding(
        EncodingCore("o200k_harmony", .o200k, .o200k, special: Specials.harmony)
    )

    /// The encoding of GPT-3.5, GPT-4 and the embedding models.
    public static let cl100kBase = TokenEncoding(
        EncodingCore("cl100k_base", .cl100k, .cl100k, special: Specials.cl100k)
    )

    /// The encoding of the Codex models and `text-davinci-003`.
    public static let p50kBase = TokenEncoding(
        EncodingCore("p50k_base", .p50k, .r50k, special: Specials.gpt2)
    )

    /// The `p50kBase` encoding with the special tokens of the edit models.
    public static let p50kEdit = TokenEncoding(
        EncodingCore("p50k_edit", .p50k, .r50k, special: Specials.p50kEdit)
    )

    /// The encoding of GPT-2 and GPT-3.
    public static let r50kBase = TokenEncoding(
        EncodingCore("r50k_base", .r50k, .r50k, special: Specials.gpt2)
    )

    /// All available encodings, newest first.
    public static var all: [TokenEncoding] { EncodingName.allCases.map(\.encoding) }

    init(_ core: EncodingCore) {
        self.core = core
    }
}

extension TokenEncoding: Hashable {
    /// Returns whether two values represent the same encoding.
    public static func == (a: TokenEncoding, b: TokenEncoding) -> Bool { a.core === b.core }

    /// Hashes the name of the encoding.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension TokenEncoding: CustomStringConvertible {
    /// The name, such as `o200k_base`.
    public var description: String { name }
}
