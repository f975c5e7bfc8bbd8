/// A type that can write its common form without the containers of `Encodable`, which take microseconds each.
///
/// The output must be identical to that of `encode(to:)`.
package protocol DirectlyWritable: Encodable {
    /// Writes the value and returns true, or writes nothing and returns false to leave it to `encode(to:)`.
    func write(to writer: inout JSONWriter) -> Bool
}
