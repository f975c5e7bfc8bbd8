internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The parts of the machine that tests can replace: the disk, the ports and the time.
struct Machine: Sendable {
    var availableBytes: @Sendable (String) -> Int64? = { FileSystem.availableBytes(at: $0) }
    var isPortFree: @Sendable (Int) async -> Bool = { await PortChoice.isFree($0) }
    var clock: any Clock<Duration> = ContinuousClock()
    var currentDate: @Sendable () -> Date = { Date() }
}
