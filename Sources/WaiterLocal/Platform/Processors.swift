internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// How many threads may compute at the same time without being in each other's way.
enum Processors {
    /// One less than this process may use: with as many threads as cores, any other work slows the model tenfold.
    /// More than 8 gain nothing with a small model.
    static func threads(cores: Int = available()) -> Int {
        min(8, max(1, cores - 1))
    }

    static func available() -> Int {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard let bytes = FileSystem.read("/sys/fs/cgroup/cpu.max", limit: 64) else { return cores }
        return min(cores, quota(String(decoding: bytes, as: UTF8.self)) ?? cores)
    }

    /// The processors in a Linux container's limit, such as `150000 100000` (microseconds in each period).
    static func quota(_ text: String) -> Int? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let time = Int(String(words[0])), let period = Int(String(words[1])), period > 0 else {
            return nil
        }
        return max(1, time / period)
    }
}
