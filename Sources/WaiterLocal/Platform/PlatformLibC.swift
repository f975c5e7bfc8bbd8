// The C library, whichever this platform has: one import line for every file of this module that makes system calls
// would still need the three-way condition, so the few names that differ between them are settled here.

internal import WaiterPlatform

/// The socket type for a byte stream, as the integer that `socket` takes (glibc imports it as an enumeration).
func streamSocketType() -> Int32 {
    #if canImport(Glibc)
        return Int32(SOCK_STREAM.rawValue)
    #else
        return SOCK_STREAM
    #endif
}

/// The text of an `errno` value.
func errorText(_ number: Int32) -> String {
    String(cString: strerror(number))
}
