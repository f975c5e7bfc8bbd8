/// A file system path as bytes, which are not necessarily UTF-8.
package struct ScanPath: Sendable, Hashable, Comparable {
    package var bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The path for display, without a leading `./`.
    package var text: String {
        var text = String(decoding: bytes, as: UTF8.self)
        while text.hasPrefix("./"), text.utf8.count > 2 { text.removeFirst(2) }
        return text
    }

    /// Returns the path of an entry in this directory.
    package func appending(_ name: some Sequence<UInt8>) -> ScanPath {
        var path = self
        if path.bytes.last != UInt8(ascii: "/") { path.bytes.append(UInt8(ascii: "/")) }
        path.bytes += name
        return path
    }

    package func withCString<T>(_ body: (UnsafePointer<CChar>) throws -> T) rethrows -> T {
        try (bytes + [0]).withUnsafeBytes { raw in
            // The buffer is never empty, because of the terminating zero.
            try body(raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self))
        }
    }

    package static func < (left: ScanPath, right: ScanPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
