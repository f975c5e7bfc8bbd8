internal import Waiter

/// A key found in text.
package struct KeyMatch: Sendable, Hashable {
    /// The kind of key, such as `openai`.
    ///
    /// These names are stable, because scripts may depend on them.
    package var kind: String
    /// The byte range of the secret.
    package var range: Range<Int>

    package init(kind: String, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }

    /// Returns the secret in masked form.
    package func masked(in text: UnsafeBufferPointer<UInt8>) -> String {
        if kind == PrivateKeyBlock.kind { return "..." }
        return APIKey.masked(String(decoding: text[range], as: UTF8.self))
    }
}
