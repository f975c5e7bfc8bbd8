internal import Waiter

/// A key in a text.
package struct KeyMatch: Sendable, Hashable {
    /// Whose key it is, such as `openai`; scripts may depend on these words.
    package var kind: String
    /// Where the secret stands, in bytes.
    package var range: Range<Int>

    package init(kind: String, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }

    /// What may be shown of the secret.
    package func masked(in text: UnsafeBufferPointer<UInt8>) -> String {
        if kind == PrivateKeyBlock.kind { return "..." }
        return APIKey.masked(String(decoding: text[range], as: UTF8.self))
    }
}
