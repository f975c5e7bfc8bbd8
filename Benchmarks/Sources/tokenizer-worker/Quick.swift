import Foundation
@_spi(Benchmarks) import WaiterTokenizer

/// Measures how fast the tokens in files are counted, without running the other tokenizers. Use this mode to evaluate a
/// change. The program first counts new texts, and then counts the same texts again.
func quick(_ arguments: [String]) throws {
    for path in arguments.dropFirst(3) {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        var texts: [String] = []
        var start = 0
        while start < data.count {
            var end = min(data.count, start + 16_000)
            while end < data.count, data[end] != 10, end - start < 64_000 { end += 1 }
            while end < data.count, data[end] & 0xC0 == 0x80 { end += 1 }
            texts.append(String(decoding: data[start..<end], as: UTF8.self))
            start = end
        }
        let half = texts.count / 2
        let speeds = try (0..<5).map { _ in
            try pass(TokenEncoding.named(arguments[2]).withoutMemory(), texts[..<half], texts[half...])
        }
        func show(_ name: String, _ values: [Double]) -> String {
            name + String(format: " %6.1f (%6.1f)", values.sorted()[2], values.max() ?? 0)
        }
        let name = (path as NSString).lastPathComponent.padding(toLength: 16, withPad: " ", startingAt: 0)
        let ids = show("ids", speeds.map(\.ids))
        print(name, show("fresh", speeds.map(\.fresh)), show("warm", speeds.map(\.warm)), ids)
    }
}

/// Returns the speeds of counting new texts, counting the same texts again, and encoding them, in MB/s.
private func pass(
    _ encoding: TokenEncoding,
    _ first: ArraySlice<String>,
    _ second: ArraySlice<String>
) -> (fresh: Double, warm: Double, ids: Double) {
    let bytes = Double(second.reduce(0) { $0 + $1.utf8.count })
    func speed(_ call: (String) -> Int) -> Double {
        let start = cpuSeconds()
        for text in second { _ = call(text) }
        return bytes / (cpuSeconds() - start) / 1e6
    }
    for text in first { _ = encoding.count(text) }
    let fresh = speed { encoding.count($0) }
    let warm = speed { encoding.count($0) }
    return (fresh, warm, speed { encoding.encode($0).count })
}
