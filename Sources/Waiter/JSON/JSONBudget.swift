/// The maximum amount of memory, in bytes, that the values in a document from a server can use.
///
/// A limit is needed for two reasons. A value that takes up two bytes of JSON, such as `0,` in an array, takes up 24
/// bytes in memory. In addition, a megabyte of JSON can be compressed to a kilobyte. The values in a document can
/// therefore use at most twice the size of the document. Together, the document and its values use at most three times
/// the size of the received data. The values in a small document can use up to 32 MiB. Ten-digit numbers, strings, and
/// arrays of ordinary objects stay below the limit.
package enum JSONBudget {
    /// The amount of memory that the values in a document can always use, however small the document is.
    package static let minimum = 32 << 20

    /// Returns the budget for a document.
    @inline(__always)
    package static func of(byteCount: Int) -> Int { max(minimum, 2 &* byteCount) }

    /// Returns the budget for a document in the text of an answer. This budget is lower because another value of the
    /// same size is decoded from the document.
    static func ofAnswer(byteCount: Int) -> Int { max(minimum, byteCount) }

    /// The cost of a value in an array.
    static let element = MemoryLayout<JSONValue>.stride
    /// The cost of an array's storage, without its elements.
    static let storage = 48
    /// The cost of storing a string that is longer than 15 bytes, in addition to the bytes of the string. The cost
    /// consists of a 32-byte header and the allocator's rounding.
    static let text = 64
    /// The cost of an object. It includes the object's storage and the typed value that can be decoded from it.
    static let object = 160
    /// The cost of a member of an object, including its share of unused storage.
    static let member = 56
    /// The cost of a member in an object that is large enough to be hashed.
    static let hashedMember = 160
}

/// A check that determines whether parsing should stop. Parsers perform this check after each megabyte of input.
package struct ParserInterruption: Sendable {
    // Use a struct because, in Swift 6.3.1, optimized builds crash if a task-local value is a function and `withValue`
    // is not asynchronous.
    @TaskLocal private static var current: ParserInterruption?

    private let isRequested: @Sendable () -> Bool

    static var isDue: Bool { Task.isCancelled || current?.isRequested() ?? false }

    /// Runs a parser that stops if a closure returns `true`. The closure checks for reasons to stop other than task
    /// cancellation, such as an expired deadline.
    package static func run<T>(
        until isRequested: @escaping @Sendable () -> Bool,
        _ parse: () throws -> T
    ) rethrows -> T {
        try $current.withValue(ParserInterruption(isRequested: isRequested), operation: parse)
    }
}
