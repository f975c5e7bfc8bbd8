// Measures the startup cost of a program in two ways: from the start of the program until `--help` exits, and from exec
// until the complete request is on the wire.
//     startup [--program PATH] [--name NAME] [--runs N] [-- arguments of a command that sends a request]
//
// OPENAI_BASE_URL contains the address of a listener in this process. When the complete request has arrived, the
// listener reads the program's CPU clock.

import Measuring

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

let program = argument("--program") ?? "../.build/release/waiter"
let name = argument("--name") ?? "waiter"
let runs = argument("--runs", default: 15)
let separator = CommandLine.arguments.firstIndex(of: "--")
let requestArguments =
    separator.map { Array(CommandLine.arguments[($0 + 1)...]) } ?? ["ask", "--no-stdin", "-m", "gpt-6.1-sol", "hello"]

guard access(program, X_OK) == 0 else {
    reportSkipped("startup.\(name)", "there is no \(program)")
    exit(0)
}

func milliseconds(_ values: [Double]) -> Double { median(values) / 1000 }

let help = (0..<runs).compactMap { _ in Program.run(program, ["--help"], environment: [])?.wait() }
if let failed = help.first(where: { $0.status != 0 }) {
    reportSkipped("startup.\(name).help", "--help ended with status \(failed.status)")
} else {
    report("startup.\(name).help.ms", milliseconds(help.map(\.cpuMicroseconds)))
    report("startup.\(name).help.peak.mib", median(help.map(\.peakMebibytes)))
}

if let listener = Listener(), separator != nil || name == "waiter" {
    var arrivals: [Double] = []
    var ends: [Ended] = []
    for _ in 0..<runs {
        let environment = [
            "OPENAI_BASE_URL=http://127.0.0.1:\(listener.port)/v1", "OPENAI_API_KEY=sk-benchmark",
            "WAITER_HOME=\(temporaryDirectory())",
        ]
        guard let running = Program.run(program, requestArguments, environment: environment) else { continue }
        if let cpu = listener.serveOne({ running.cpuMicroseconds }, within: 10) { arrivals.append(cpu) }
        ends.append(running.wait())
    }
    if arrivals.count < runs {
        reportSkipped("startup.\(name).wire", "of \(runs) runs \(runs - arrivals.count) sent no request")
    } else {
        report("startup.\(name).wire.ms", milliseconds(arrivals))
        report("startup.\(name).wire.peak.mib", median(ends.map(\.peakMebibytes)))
    }
}

/// Creates an empty directory for each run so that runs do not affect each other.
func temporaryDirectory() -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/waiter-startup-XXXXXX".utf8CString)
    return template.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress, let path = mkdtemp(base) else { return parent }
        return String(cString: path)
    }
}
