/// The parts of a WAV file's header that are needed to determine the duration of the audio.
///
/// Source: Multimedia Programming Interface and Data Specifications 1.0 (Microsoft and IBM, 1991), section "WAVE".
struct WAVHeader {
    /// The offset of the samples in the file, or `nil` if the samples start after the bytes that were read.
    private(set) var samplesOffset: Int?
    /// The number of bytes per second of uncompressed audio, or `nil` for compressed audio.
    private(set) var bytesPerSecond: Int?

    /// Reads a header from the start of a file or returns `nil` if the file is not a WAV file.
    init?(_ start: [UInt8]) {
        guard MediaType(start) == .wav else { return nil }
        func number(_ offset: Int, bytes: Int) -> Int {
            start[offset..<offset + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        var offset = 12
        while offset + 8 <= start.count {
            let (name, size) = (
                String(decoding: start[offset..<offset + 4], as: UTF8.self), number(offset + 4, bytes: 4)
            )
            let content = offset + 8
            if name == "data" {
                samplesOffset = content
                return
            }
            if name == "fmt ", size >= 16, content + 16 <= start.count {
                let rate = number(content + 4, bytes: 4) * number(content + 12, bytes: 2)
                // These are the format codes for PCM, for floating-point PCM, and for the extensible format.
                bytesPerSecond = [1, 3, 0xFFFE].contains(number(content, bytes: 2)) && rate > 0 ? rate : nil
            }
            // Chunks are aligned to two bytes.
            offset = content + size + size % 2
        }
    }

    /// Returns whether a file of the given size has no samples.
    func isEmpty(size: Int) -> Bool { samplesOffset.map { size <= $0 } ?? (size <= Self.minimumSize) }

    /// Returns the maximum duration in seconds, rounded up, of a file of the given size. Returns `nil` if the duration
    /// is unknown.
    func maxSeconds(size: Int) -> Int? {
        bytesPerSecond.map { max(1, (size - (samplesOffset ?? 0) + $0 - 1) / $0) }
    }

    /// The size of the shortest possible header, in bytes.
    private static let minimumSize = 44
}
