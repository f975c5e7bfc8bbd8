internal import WaiterTokenizer

/// Finds bytes that are no UTF-8.
package enum UTF8Check {
    /// The offset of the first byte that is no part of a valid character; nil when all are.
    package static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes(WaiterTokenizer.UTF8Check.firstInvalid)
    }
}
