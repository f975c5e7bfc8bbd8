internal import WaiterTokenizer

/// Validates UTF-8.
package enum UTF8Check {
    /// Returns the offset of the first byte that is not part of a valid character, or `nil` if there is none.
    package static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes(WaiterTokenizer.UTF8Check.firstInvalid)
    }
}
