internal import ArgumentParser
internal import WaiterBulk

/// A shard of a batch's rows. Each row is assigned to a shard by the FNV-1a hash of its ID.
package struct BatchShard: Sendable, Hashable, ExpressibleByArgument {
    /// The number of the shard, from 1 to `count`.
    package let number: Int
    /// The number of shards.
    package let count: Int

    /// Parses a shard such as `3/16`.
    package init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), count <= 100_000,
            count >= 1, (1...count).contains(number)
        else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// The shard as it is written on the command line.
    package var defaultValueDescription: String { "\(number)/\(count)" }

    /// Returns whether the shard contains a row.
    package func contains(_ customID: String) -> Bool {
        FNV1a(customID).value % UInt64(count) == UInt64(number - 1)
    }
}
