/// A zip archive.
///
/// The entries are found through the central directory: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
/// The input is not trusted. Sizes are checked before decompression, and checksums are checked after decompression.
package struct ZipArchive {
    /// A file in the archive.
    package struct Entry: Sendable {
        /// The path in the archive.
        package var name: String
        fileprivate var flags: Int
        fileprivate var method: Int
        fileprivate var checkSum: UInt32
        fileprivate var packedSize: Int
        /// The uncompressed size.
        package fileprivate(set) var size: Int
        fileprivate var headerOffset: Int
    }

    /// The maximum uncompressed size of an entry. The same limit applies to the total size of several entries.
    package static let limit = 1 << 30

    package let entries: [Entry]
    private let bytes: [UInt8]

    /// Returns whether data starts with a zip signature.
    package static func isZip(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
    }

    /// Reads the central directory.
    ///
    /// - Throws: `ImportDefect`.
    package init(_ bytes: [UInt8]) throws(ImportDefect) {
        self.bytes = bytes
        guard let end = Self.directoryEnd(bytes) else { throw ImportDefect("a truncated zip file") }
        let (count, size, offset) = (bytes.short(end + 10), bytes.long(end + 12), bytes.long(end + 16))
        guard count < 0xFFFF, size < 0xFFFF_FFFF, offset < 0xFFFF_FFFF else {
            throw ImportDefect(
                "a zip64 file, which is not supported; unpack it and import conversations.json"
            )
        }
        guard bytes.short(end + 4) == 0, offset + size <= end else { throw ImportDefect("a damaged zip file") }
        var entries: [Entry] = []
        var place = offset
        for _ in 0..<count {
            guard place + 46 <= end, bytes.long(place) == 0x0201_4B50 else { throw ImportDefect("a damaged zip file") }
            let nameSize = bytes.short(place + 28)
            let next = place + 46 + nameSize + bytes.short(place + 30) + bytes.short(place + 32)
            guard next <= end else { throw ImportDefect("a damaged zip file") }
            entries.append(
                Entry(
                    name: String(decoding: bytes[(place + 46)..<(place + 46 + nameSize)], as: UTF8.self),
                    flags: bytes.short(place + 8),
                    method: bytes.short(place + 10),
                    checkSum: UInt32(bytes.long(place + 16)),
                    packedSize: bytes.long(place + 20),
                    size: bytes.long(place + 24),
                    headerOffset: bytes.long(place + 42)
                )
            )
            place = next
        }
        self.entries = entries
    }

    /// Reads an entry in chunks, after verifying its checksum.
    ///
    /// - Throws: `CancellationError`, any error thrown by the body, or `ImportDefect` if the entry is encrypted,
    ///   damaged or too large.
    package func read(_ entry: Entry, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let packed = try packedRange(of: entry)
        var sum: UInt32 = 0
        try unpack(entry, packed) { sum = Inflater.checkSum(sum, $0) }
        guard sum == entry.checkSum else { throw damaged(entry) }
        try unpack(entry, packed, body)
    }

    private func unpack(_ entry: Entry, _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try bytes.withUnsafeBufferPointer { buffer in
            let packed = UnsafeBufferPointer(rebasing: buffer[range])
            guard entry.method == 8 else {
                return try body(UnsafeRawBufferPointer(packed))
            }
            do {
                try Inflater.unpack(packed, count: entry.size, body)
            } catch is Inflater.Failure {
                throw damaged(entry)
            }
        }
    }

    /// Checks that an entry's sizes are plausible, and returns the range of its compressed bytes.
    private func packedRange(of entry: Entry) throws(ImportDefect) -> Range<Int> {
        guard entry.flags & 1 == 0 else { throw ImportDefect("a zip file whose \(entry.name) is encrypted") }
        guard entry.size <= Self.limit else {
            throw ImportDefect("a zip file whose \(entry.name) is larger than 1 GiB")
        }
        let header = entry.headerOffset
        guard header + 30 <= bytes.count, bytes.long(header) == 0x0403_4B50 else { throw damaged(entry) }
        let start = header + 30 + bytes.short(header + 26) + bytes.short(header + 28)
        guard start + entry.packedSize <= bytes.count else { throw damaged(entry) }
        switch entry.method {
        case 0: guard entry.size == entry.packedSize else { throw damaged(entry) }
        // Deflate can encode at most 258 bytes in 2 bits. If the ratio of the sizes is larger, the sizes are forged.
        case 8: guard entry.size <= entry.packedSize * 1032 + 1024 else { throw damaged(entry) }
        case let method:
            throw ImportDefect("a zip file whose \(entry.name) uses unsupported compression method \(method)")
        }
        return start..<(start + entry.packedSize)
    }

    private func damaged(_ entry: Entry) -> ImportDefect {
        ImportDefect("a zip file whose \(entry.name) is damaged")
    }

    /// Returns the offset of the end-of-directory record. The record has 22 bytes and is followed by a comment of at
    /// most 65,535 bytes.
    private static func directoryEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        for place in stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 0xFFFF), by: -1)
        where bytes.long(place) == 0x0605_4B50 && place + 22 + bytes.short(place + 20) == bytes.count {
            return place
        }
        return nil
    }
}

extension [UInt8] {
    fileprivate func short(_ place: Int) -> Int { Int(self[place]) | Int(self[place + 1]) << 8 }

    fileprivate func long(_ place: Int) -> Int { short(place) | short(place + 2) << 16 }
}
