/// The limit, in bytes, on the memory used by the values in a document from a server.
///
/// A two-byte value, such as `0,` in an array, takes 24 bytes in memory, and a megabyte can be compressed to a
/// kilobyte. The values in a document may therefore use at most twice the document's size. Together, the document and
/// its values then take at most three times the size of the received data. Small documents may use up to 32 MiB.
/// Ten-digit numbers, strings, and lists of ordinary objects stay below this limit.
package enum JSONBudget {
    /// The memory that any document may use, however small it is.
    package static let minimum = 32 << 20

    /// Returns the budget for a document.
    @inline(__always)
    package static func of(byteCount: Int) -> Int { max(minimum, 2 &* byteCount) }

    /// Returns the budget for a document in an answer's text. This budget is lower, because another value of the same
    /// size is decoded from the document.
    static func ofAnswer(byteCount: Int) -> Int { max(minimum, byteCount) }

    /// The cost of a value in an array.
    static let element = MemoryLayout<JSONValue>.stride
    /// The cost of an array's storage, without its elements.
    static let storage = 48
    /// The cost of storing a string longer than 15 bytes, in addition to its bytes: a 32-byte header and the
    /// allocator's rounding.
    static let text = 64
    /// The cost of an object: its storage, and the typed value that may be decoded from it.
    static let object = 160
    /// The cost of a member, including its share of unused storage.
    static let member = 56
    /// The cost of a member in an object that is large enough to be hashed.
    static let hashedMember = 160
}

/// A check that a parser performs after each megabyte of input to determine whether it should stop.
package struct ParserInterruption: Sendable {
    // Use a struct, because optimized builds crash if a task-local value is a function and `withValue` is not
    // asynchronous (Swift 6.3.1).
    @TaskLocal private static var current: ParserInterruption?

    private let isRequested: @Sendable () -> Bool

    static var isDue: Bool { Task.isCancelled || current?.isRequested() ?? false }

    /// Runs a parser that stops if a closure returns true. The closure reports reasons to stop other than task
    /// cancellation, such as an expired deadline.
    package static func run<T>(
        until isRequested: @escaping @Sendable () -> Bool,
        _ parse: () throws -> T
    ) rethrows -> T {
        try $current.withValue(ParserInterruption(isRequested: isRequested), operation: parse)
    }
}
