/// Adds up the progress of downloads that follow one another, into one number that only grows.
struct DownloadMeter: Sendable {
    private var sizes: [Int64]
    private var current = 0
    private var received: Int64 = 0
    private var highest: Int64 = 0

    /// Starts with the sizes that are expected.
    init(expecting sizes: [Int64]) {
        self.sizes = sizes
    }

    var totalBytes: Int64 { sizes.reduce(0, +) }

    /// Never less than before and never more than the total, whatever temporary copies made of the measured size.
    var completedBytes: Int64 { min(highest, totalBytes) }

    /// The current download turned out to be this large.
    mutating func correct(size: Int64) {
        guard sizes.indices.contains(current), size > 0 else { return }
        sizes[current] = size
    }

    /// This much lies in the directory of the current download.
    mutating func measure(_ bytes: Int64) {
        guard sizes.indices.contains(current) else { return }
        received = min(max(bytes, received), sizes[current])
        highest = max(highest, sizes[..<current].reduce(0, +) + received)
    }

    /// The current download is complete and the next begins.
    mutating func advance() {
        guard sizes.indices.contains(current) else { return }
        current += 1
        received = 0
        highest = max(highest, sizes[..<current].reduce(0, +))
    }
}
