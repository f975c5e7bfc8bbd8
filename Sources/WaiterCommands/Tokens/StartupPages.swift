internal import WaiterPlatform

/// The executable's pages that were used for startup and argument parsing and are no longer needed.
enum StartupPages {
    /// Evicts the pages from the process's resident set, to make room for the tokenizer's tables.
    ///
    /// Only read-only code pages of the executable are evicted. If code in an evicted page runs again, the page is
    /// mapped from the page cache.
    static func release() {
        #if os(Linux)
            let file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return }
            defer { close(file) }
            // The executable's own segments are listed first.
            let text = String(unsafeUninitializedCapacity: 1 << 10) { max(0, read(file, $0.baseAddress, $0.count)) }
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ", maxSplits: 2)
                guard words.count == 3, words[1] == "r-xp" else { continue }
                let ends = words[0].split(separator: "-").compactMap { UInt(String($0), radix: 16) }
                guard ends.count == 2, ends[0] < ends[1] else { return }
                madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED)
                return
            }
        #endif
    }
}
