#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The resources that this process has used since it started.
public enum Usage {
    /// User and system time of all threads, in microseconds.
    public static var cpuMicroseconds: Double {
        let usage = ownUsage()
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6
            + Double(usage.ru_utime.tv_usec) + Double(usage.ru_stime.tv_usec)
    }

    /// The peak resident memory in MiB.
    public static var peakMebibytes: Double {
        #if canImport(Darwin)
            Double(ownUsage().ru_maxrss) / 1_048_576
        #else
            Double(ownUsage().ru_maxrss) / 1024
        #endif
    }

    private static func ownUsage() -> rusage {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }
}

/// The resources used by a unit of work.
public struct Cost: Sendable {
    /// User and system time in microseconds.
    public var cpuMicroseconds: Double
    /// Elapsed time in seconds.
    public var seconds: Double

    /// Runs the work and measures it.
    public static func of(_ work: () async throws -> Void) async rethrows -> Cost {
        let clock = ContinuousClock()
        let (cpu, start) = (Usage.cpuMicroseconds, clock.now)
        try await work()
        let elapsed = start.duration(to: clock.now)
        return Cost(cpuMicroseconds: Usage.cpuMicroseconds - cpu, seconds: elapsed / .seconds(1))
    }
}

/// Returns the median of the values, or 0 if there are no values.
public func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// Prints a measured value in the format that `report.py` reads.
public func report(_ name: String, _ value: Double) {
    print("\(name)\t\((value * 1000).rounded() / 1000)")
}

/// Prints the name of a skipped measurement, and the reason why the measurement was skipped.
public func reportSkipped(_ name: String, _ reason: String) {
    print("\(name)\tskipped: \(reason)")
}
