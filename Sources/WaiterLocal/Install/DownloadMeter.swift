/// Combines the progress of successive downloads into a single number that never decreases.
struct DownloadMeter: Sendable {
    private var sizes: [Int64]
    private var current = 0
    private var received: Int64 = 0
    private var highest: Int64 = 0

    /// Creates a meter for downloads of the given expected sizes.
    init(expecting sizes: [Int64]) {
        self.sizes = sizes
    }

    var totalBytes: Int64 { sizes.reduce(0, +) }

    /// The number of bytes downloaded so far. The number never decreases and never exceeds the total, even if temporary
    /// copies of files increase the measured size.
    var completedBytes: Int64 { min(highest, totalBytes) }

    /// Corrects the expected size of the current download.
    mutating func correct(size: Int64) {
        guard sizes.indices.contains(current), size > 0 else { return }
        sizes[current] = size
    }

    /// Sets the number of bytes found in the directory of the current download.
    mutating func measure(_ bytes: Int64) {
        guard sizes.indices.contains(current) else { return }
        received = min(max(bytes, received), sizes[current])
        highest = max(highest, sizes[..<current].reduce(0, +) + received)
    }

    /// Completes the current download and continues with the next one.
    mutating func advance() {
        guard sizes.indices.contains(current) else { return }
        current += 1
        received = 0
        highest = max(highest, sizes[..<current].reduce(0, +))
    }
}
