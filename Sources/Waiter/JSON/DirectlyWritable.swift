/// A type that can write its common form without `Encodable` containers, each of which takes microseconds.
///
/// The output must be identical to that of `encode(to:)`.
package protocol DirectlyWritable: Encodable {
    /// Writes the value and returns true, or writes nothing and returns false so that `encode(to:)` is used.
    func write(to writer: inout JSONWriter) -> Bool
}
