internal import Dispatch
internal import Synchronization
internal import WaiterPlatform

extension TokenEncoding {
    /// Counts the tokens in each string, using several cores.
    ///
    /// The calling thread blocks until all strings have been counted.
    ///
    /// - Parameters:
    ///   - texts: The strings to count.
    ///   - threads: The maximum number of threads, or `nil` for the number of cores.
    /// - Returns: The number of tokens in each string, in order.
    public func countBatch(_ texts: [String], threads: Int? = nil) -> [Int] {
        Self.concurrently(texts, threads: threads, initial: 0) { count($0) }
    }

    /// Encodes each string, using several cores. Special tokens are treated as ordinary text.
    ///
    /// The calling thread blocks until all strings have been encoded.
    ///
    /// - Parameters:
    ///   - texts: The strings to encode.
    ///   - threads: The maximum number of threads, or `nil` for the number of cores.
    /// - Returns: The tokens of each string, in order.
    public func encodeBatch(_ texts: [String], threads: Int? = nil) -> [[UInt32]] {
        Self.concurrently(texts, threads: threads, initial: []) { encode($0) }
    }

    private static func concurrently<Result: Sendable>(
        _ texts: [String],
        threads: Int?,
        initial: Result,
        _ body: @Sendable (String) -> Result
    ) -> [Result] {
        let shares = Batches(texts.map(\.utf8.count))
        let wanted = min(threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), shares.ranges.count)
        if wanted <= 1 { return texts.map(body) }
        let results = Mutex(Array(repeating: initial, count: texts.count))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: wanted) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < shares.ranges.count else { return }
                let range = shares.ranges[index]
                let part = texts[range].map(body)
                results.withLock { $0.replaceSubrange(range, with: part) }
            }
        }
        return results.withLock { $0 }
    }
}

/// Groups of adjacent strings, each large enough to be a separate work item.
private struct Batches {
    var ranges: [Range<Int>] = []

    init(_ sizes: [Int]) {
        var start = 0
        var size = 0
        for index in sizes.indices {
            size += sizes[index]
            if size >= 1 << 16 || index == sizes.count - 1 {
                ranges.append(start..<index + 1)
                start = index + 1
                size = 0
            }
        }
    }
}
