internal import WaiterPlatform

/// The code that was read to start the program and to understand its words: much of it, and not needed again.
enum StartupPages {
    /// Takes it out of the process's resident memory, to make room for the pages of the tokenizer's tables.
    ///
    /// Only pages of the executable that nobody can write to: what runs again is mapped again, from the system's cache.
    static func release() {
        #if os(Linux)
            let file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return }
            defer { close(file) }
            // The executable's own segments come first.
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
