/// The memory that the values of a document from a server may take, in bytes.
///
/// A value of two bytes, such as the `0,` of an array, takes 24 in memory, and compression makes a megabyte of a kilobyte.
/// A document may therefore take twice the size of its bytes, so that it and its bytes stay within three times of what was
/// received; small documents may take 32 MiB. Numbers of ten digits, texts, and lists of ordinary objects stay below that.
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
