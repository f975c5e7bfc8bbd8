// Counts the tokens in one file from a cold start and without Foundation, to measure how much the tokenizer costs when
// a program starts.
//     tokenizer-cold <encoding> <file>
import WaiterTokenizer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

func cpuMicroseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000 + Int(time.tv_nsec) / 1000
}

/// Returns the peak resident memory in KiB, or 0 if the system does not provide this information.
func peakMemory() -> Int {
    var text = [UInt8](repeating: 0, count: 4096)
    let file = open("/proc/self/status", O_RDONLY)
    defer { close(file) }
    let status = String(decoding: text[..<max(0, read(file, &text, text.count))], as: UTF8.self)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return Int(line.filter(\.isNumber)) ?? 0
}

let file = open(CommandLine.arguments[2], O_RDONLY)
let start = cpuMicroseconds()
let encoding = try TokenEncoding.named(CommandLine.arguments[1])
var stream = TokenCounterStream(encoding)
_ = encoding.count("a")
let ready = cpuMicroseconds()
var buffer = [UInt8](repeating: 0, count: 1 << 16)
while true {
    let count = read(file, &buffer, buffer.count)
    guard count > 0 else { break }
    try buffer.withUnsafeBytes { try stream.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
}
let tokens = try stream.finish()
print(tokens, ready - start, cpuMicroseconds() - ready, peakMemory())
