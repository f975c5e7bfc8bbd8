import Foundation
@_spi(Benchmarks) import WaiterTokenizer

/// Answers the requests of `bench.py`. Each request and each answer is one line of JSON.
func serve() throws {
    var encoding = TokenEncoding.o200kBase
    var documents = Documents()
    while let line = readLine() {
        let request = try JSONDecoder().decode(Request.self, from: Data(line.utf8))
        switch request.op {
        case "load":
            let start = cpuSeconds()
            encoding = try TokenEncoding.named(request.encoding ?? "").withoutMemory()
            let count = encoding.count("Hello, world")
            answer("{\"seconds\": \(cpuSeconds() - start), \"n\": \(count)}")
        case "docs":
            documents = try Documents(path: request.path ?? "", cuts: request.cuts ?? "")
            answer("{\"docs\": \(documents.count)}")
        case "run":
            answer(try run(request, encoding, documents))
        case "latency":
            answer(latency(request, encoding))
        case "once":
            let text = String(repeating: request.unit ?? "", count: request.n ?? 0)
            let start = cpuSeconds()
            let count = encoding.count(text)
            answer("{\"seconds\": \(cpuSeconds() - start), \"tokens\": \(count)}")
        case "digests":
            let counts = try documents.ranges.map { try encoding.count(utf8: documents.text($0)) }
            let lengths = try documents.ranges.map { try encoding.encode(utf8: documents.text($0)).count }
            answer("{\"lengths\": \(lengths), \"counts\": \(counts)}")
        default:
            answer("{\"error\": \"unsupported\"}")
        }
    }
}

private struct Request: Decodable {
    var op: String
    var encoding: String?
    var path: String?
    var cuts: String?
    var mode: String?
    var part: [Int?]?
    var text: String?
    var calls: Int?
    var unit: String?
    var n: Int?
}

struct Documents {
    private(set) var ranges: [Range<Int>] = []
    private var data = Data()

    var count: Int { ranges.count }

    init() {}

    init(path: String, cuts: String) throws {
        data = try Data(contentsOf: URL(fileURLWithPath: path))
        var start = 0
        for line in try String(contentsOfFile: cuts, encoding: .utf8).split(separator: "\n") {
            guard let end = Int(line) else { continue }
            ranges.append(start..<end)
            start = end
        }
    }

    func text(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        data.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[range]) }
    }

    func string(_ range: Range<Int>) -> String {
        String(decoding: data[range], as: UTF8.self)
    }
}

private func run(_ request: Request, _ encoding: TokenEncoding, _ documents: Documents) throws -> String {
    let from = (request.part?.first ?? 0) ?? 0
    let to = (request.part?.last ?? nil) ?? documents.count
    let mode = request.mode ?? ""
    guard ["ids", "count", "ids2", "count1", "count2"].contains(mode) else { return "{\"seconds\": null}" }
    // As with the other tokenizers, the strings are created before the measurement starts.
    let texts = documents.ranges[from..<to].map(documents.string)
    let cpu = cpuSeconds()
    let wall = ContinuousClock.now
    var tokens = 0
    switch mode {
    case "ids": for text in texts { tokens += encoding.encode(text).count }
    case "count": for text in texts { tokens += encoding.count(text) }
    case "ids2": tokens = encoding.encodeBatch(texts, threads: 2).reduce(0) { $0 + $1.count }
    case "count1": tokens = encoding.countBatch(texts, threads: 1).reduce(0, +)
    default: tokens = encoding.countBatch(texts, threads: 2).reduce(0, +)
    }
    let used = cpuSeconds() - cpu
    let elapsed = (ContinuousClock.now - wall) / .seconds(1)
    let seconds = mode.hasSuffix("1") || mode.hasSuffix("2") ? elapsed : used
    return "{\"seconds\": \(seconds), \"cpu\": \(used), \"n\": \(tokens), \(memory())}"
}

private func latency(_ request: Request, _ encoding: TokenEncoding) -> String {
    let text = request.text ?? ""
    let calls = request.calls ?? 1
    func median(_ call: () -> Int) -> Double {
        var values: [Double] = []
        for _ in 0..<7 {
            let start = cpuSeconds()
            var sum = 0
            for _ in 0..<calls { sum &+= call() }
            values.append((cpuSeconds() - start) * 1e9 / Double(calls))
            precondition(sum > 0)
        }
        return values.sorted()[3]
    }
    let ids = median { encoding.encode(text).count }
    let count = median { encoding.count(text) }
    return "{\"ns\": {\"ids\": \(ids), \"count\": \(count)}}"
}

private func answer(_ line: String) {
    print(line)
    fflush(nil)
}
