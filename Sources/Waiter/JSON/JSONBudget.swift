/// The limit on the memory used by the values of a server's document, in bytes.
///
/// A two-byte value, such as `0,` in an array, takes 24 bytes in memory, and a megabyte can be compressed to a
/// kilobyte. A document may therefore use twice its own size, so that both together stay within three times the size of
/// the received data; small documents may use 32 MiB. Ten-digit numbers, strings, and lists of ordinary objects stay
/// below this limit.
package enum JSONBudget {
    /// The memory that a document of any size may use.
    package static let minimum = 32 << 20

    /// Returns the budget of a document.
    @inline(__always)
    package static func of(byteCount: Int) -> Int { max(minimum, 2 &* byteCount) }

    /// Returns the budget of a document in the text of an answer, from which another value of its size is decoded.
    static func ofAnswer(byteCount: Int) -> Int { max(minimum, byteCount) }

    /// The cost of a value in an array.
    static let element = MemoryLayout<JSONValue>.stride
    /// The cost of an array's storage, without its elements.
    static let storage = 48
    /// The cost of storing a string longer than 15 bytes, besides its bytes: a 32-byte header and the allocator's rounding.
    static let text = 64
    /// The cost of an object: its storage, and the typed value that may be decoded from it.
    static let object = 160
    /// The cost of a member, including its share of unused storage.
    static let member = 56
    /// The cost of a member in an object that is large enough to be hashed.
    static let hashedMember = 160
}

/// A request to interrupt a parser, which checks for it after each megabyte of input.
package struct ParserInterruption: Sendable {
    // A struct, because optimized builds crash if a task local is a function and `withValue` is not asynchronous
    // (Swift 6.3.1).
    @TaskLocal private static var current: ParserInterruption?

    private let isRequested: @Sendable () -> Bool

    static var isDue: Bool { Task.isCancelled || current?.isRequested() ?? false }

    /// Runs a parser that stops if a closure returns true, for a reason other than the cancellation of its task, such
    /// as an expired deadline.
    package static func run<T>(
        until isRequested: @escaping @Sendable () -> Bool,
        _ parse: () throws -> T
    ) rethrows -> T {
        try $current.withValue(ParserInterruption(isRequested: isRequested), operation: parse)
    }
}
