/// The limit on the memory used by the values of a server's document, in bytes.
///
/// A two-byte value, such as `0,` in an array, takes 24 bytes in memory, and a megabyte can be compressed to a
/// kilobyte. A document may therefore use twice its own size, so that both together stay within three times the size of
/// the received data; small documents may use 32 MiB. Ten-digit numbers, strings, and lists of ordinary objects stay
/// below this limit.
package enum JSONBudget {
    /// The memory that a document of any size may take.
    package static let minimum = 32 << 20

    /// Returns the budget of a document.
    @inline(__always)
    package static func of(byteCount: Int) -> Int { max(minimum, 2 &* byteCount) }

    /// A value in an array.
    static let element = MemoryLayout<JSONValue>.stride
    /// The storage of an array, of a text beyond 15 bytes.
    static let storage = 48
    /// An object: its storage, and the typed value that may be decoded from it.
    static let object = 160
    /// A member, with its share of the storage's unused part.
    static let member = 56
    /// A member of an object that is large enough to be hashed.
    static let hashedMember = 160
}

/// The request to interrupt the work of a parser, which it looks at after each megabyte of its input.
package enum ParserInterruption {
    /// Whether the work is to end for another reason than the cancellation of its task, such as a passed deadline.
    @TaskLocal package static var isRequested: (@Sendable () -> Bool)?

    static var isDue: Bool { Task.isCancelled || isRequested?() ?? false }
}
