// Measures searches in vectors that are held in memory. Each search runs on one thread.
//     nearest --rows 100000 --dimensions 1536

import Measuring
import Waiter

/// Reproducible random vectors.
struct RandomVectors {
    let dimensions: Int
    private var state: UInt64 = 20

    init(dimensions: Int) { self.dimensions = dimensions }

    mutating func next() -> [Float] {
        (0..<dimensions).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 23) - 1
        }
    }
}

func measure() async throws {
    let (rows, dimensions) = (argument("--rows", default: 100_000), argument("--dimensions", default: 1536))
    var vectors = RandomVectors(dimensions: dimensions)
    var index = EmbeddingIndex<Int>(dimensions: dimensions)
    index.reserveCapacity(rows)
    for id in 0..<rows { try index.append(vectors.next(), for: id) }
    var times: [Double] = []
    for _ in 0..<21 {
        let query = vectors.next()
        let cost = try await Cost.of {
            let matches = try index.nearest(to: query, count: 10)
            precondition(matches.count == min(10, rows))
        }
        times.append(cost.seconds * 1000)
    }
    report("nearest of \(rows) x \(dimensions), ms", median(times))
    report("nearest, the fastest search, ms", times.min() ?? 0)
    report("nearest, peak memory, MiB", Usage.peakMebibytes)
}

try await measure()
