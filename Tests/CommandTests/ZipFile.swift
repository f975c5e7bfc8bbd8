import CZlib

/// A zip file built by hand, so that it can also be invalid.
struct ZipFile {
    struct Entry {
        var name: String
        var content: [UInt8]
        var isPacked = true
        var isEncrypted = false
        /// The size in the directory instead of the actual one.
        var statedSize: Int?
        var checkSum: UInt32?

        init(_ name: String, _ text: String) {
            self.name = name
            content = Array(text.utf8)
        }
    }

    var entries: [Entry]

    var bytes: [UInt8] {
        var (file, directory): ([UInt8], [UInt8]) = ([], [])
        for entry in entries {
            let packed = entry.isPacked ? Self.deflated(entry.content) : entry.content
            let sum = entry.checkSum ?? UInt32(truncatingIfNeeded: crc32(0, entry.content, UInt32(entry.content.count)))
            let facts =
                short(entry.isEncrypted ? 1 : 0) + short(entry.isPacked ? 8 : 0) + long(0) + long(Int(sum))
                + long(packed.count) + long(entry.statedSize ?? entry.content.count) + short(entry.name.utf8.count)
            directory += [0x50, 0x4B, 1, 2] + short(20) + short(20) + facts + short(0) + short(0) + short(0)
            directory += short(0) + long(0) + long(file.count) + Array(entry.name.utf8)
            file += [0x50, 0x4B, 3, 4] + short(20) + facts + short(0) + Array(entry.name.utf8) + packed
        }
        let count = short(entries.count)
        return file + directory + [0x50, 0x4B, 5, 6] + short(0) + short(0) + count + count + long(directory.count)
            + long(file.count) + short(0)
    }

    /// The zlib format without its first two and last four bytes.
    private static func deflated(_ content: [UInt8]) -> [UInt8] {
        var packed = [UInt8](repeating: 0, count: Int(compressBound(UInt(content.count))))
        var count = UInt(packed.count)
        compress2(&packed, &count, content, UInt(content.count), 6)
        return Array(packed[2..<(Int(count) - 4)])
    }

    private func short(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

    private func long(_ value: Int) -> [UInt8] { short(value) + short(value >> 16) }
}
