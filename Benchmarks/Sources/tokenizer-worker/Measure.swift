import Foundation
import WaiterTokenizer

/// Returns the CPU time of the process.
func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Returns the current and peak resident memory as members of a JSON object. The values are 0 if the system does not
/// provide this information.
func memory() -> String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    func megabytes(_ name: String) -> Double {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
        let words = line.split { $0 == " " || $0 == "\t" }
        return words.count > 1 ? (Double(words[1]) ?? 0) / 1024 : 0
    }
    return "\"VmRSS\": \(megabytes("VmRSS")), \"VmHWM\": \(megabytes("VmHWM"))"
}

/// Counts the tokens in one file from a cold start and prints the cost.
func countFile(_ arguments: [String]) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: arguments[3]))
    let start = cpuSeconds()
    let encoding = try TokenEncoding.named(arguments[2])
    let ready = cpuSeconds()
    let tokens = try data.withUnsafeBytes { try encoding.count(utf8: $0) }
    let end = cpuSeconds()
    let times = "\"ready\": \(ready - start), \"count\": \(end - ready), \"cpu\": \(end)"
    print("{\"tokens\": \(tokens), \(times), \(memory())}")
}
