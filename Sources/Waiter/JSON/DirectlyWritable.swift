/// A type whose common form can be written without `Encodable` containers, each of which costs microseconds.
///
/// The output must be identical to that of `encode(to:)`.
package protocol DirectlyWritable: Encodable {
    /// Writes the value and returns true. If the value is not in its common form, writes nothing and returns false, so
    /// that `encode(to:)` is used instead.
    func write(to writer: inout JSONWriter) -> Bool
}
