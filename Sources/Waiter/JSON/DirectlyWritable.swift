/// A type whose values can usually be written without `Encodable` containers, each of which takes microseconds to
/// create.
///
/// The output must be identical to the output of `encode(to:)`.
package protocol DirectlyWritable: Encodable {
    /// Writes the value and returns `true`. If the value cannot be written directly, this method writes nothing and
    /// returns `false`, in which case `encode(to:)` is used.
    func write(to writer: inout JSONWriter) -> Bool
}
