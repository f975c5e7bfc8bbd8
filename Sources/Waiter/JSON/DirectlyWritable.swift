/// A type that writes its ordinary form without the containers of `Encodable`, which cost microseconds each.
///
/// What it writes must be what its `encode(to:)` writes.
package protocol DirectlyWritable: Encodable {
    /// Writes the value, or nothing when that is left to `encode(to:)`; answers which.
    func write(to writer: inout JSONWriter) -> Bool
}
