/// The highest scores seen so far, stored in a heap. The first element of the heap is the lowest of these scores.
package struct BestScores {
    private var heap: [(score: Float, place: Int)] = []
    private let capacity: Int

    package init(capacity: Int) { self.capacity = capacity }

    /// The scores, sorted from highest to lowest. Equal scores are sorted by position.
    package var sorted: [(score: Float, place: Int)] {
        heap.sorted { Self.isWorse($1, $0) }
    }

    /// Inserts a score. If scores are equal, the score that was inserted first is kept.
    @inline(__always)
    package mutating func insert(_ score: Float, _ place: Int) {
        if heap.count < capacity {
            heap.append((score, place))
            siftUp()
        } else if score > heap[0].score {
            heap[0] = (score, place)
            siftDown()
        }
    }

    private static func isWorse(_ left: (score: Float, place: Int), _ right: (score: Float, place: Int)) -> Bool {
        left.score == right.score ? left.place > right.place : left.score < right.score
    }

    private mutating func siftUp() {
        var child = heap.count - 1
        while child > 0, Self.isWorse(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if Self.isWorse(heap[child], heap[worst]) { worst = child }
            }
            if worst == parent { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
