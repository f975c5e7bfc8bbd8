internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Determines the number of compute threads to use.
enum Processors {
    /// Returns the number of available processors minus one, but at least 1 and at most 8.
    ///
    /// If there are as many threads as cores, any other load on the machine makes the model ten times slower. A small
    /// model does not benefit from more than 8 threads.
    static func threads(cores: Int = available()) -> Int {
        min(8, max(1, cores - 1))
    }

    static func available() -> Int {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard let bytes = FileSystem.read("/sys/fs/cgroup/cpu.max", limit: 64) else { return cores }
        return min(cores, quota(String(decoding: bytes, as: UTF8.self)) ?? cores)
    }

    /// Parses the CPU limit of a Linux container. For example, `150000 100000` means 150,000 microseconds in each
    /// period of 100,000 microseconds.
    static func quota(_ text: String) -> Int? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let time = Int(String(words[0])), let period = Int(String(words[1])), period > 0 else {
            return nil
        }
        return max(1, time / period)
    }
}
