/// A formatter for byte counts.
package enum ByteCount {
    /// Returns a byte count such as `127 MB`, in decimal units, as is customary for networks and disks.
    package static func formatted(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1000: "\(bytes) B"
        case ..<1_000_000: "\((bytes + 500) / 1000) kB"
        case ..<1_000_000_000: "\((bytes + 500_000) / 1_000_000) MB"
        default: "\((bytes + 50_000_000) / 1_000_000_000).\((bytes + 50_000_000) / 100_000_000 % 10) GB"
        }
    }
}
