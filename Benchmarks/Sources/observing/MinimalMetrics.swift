import CoreMetrics
import Synchronization

/// A metrics factory that does only the minimum work of a backend. Its instruments only add numbers.
struct MinimalMetrics: MetricsFactory {
    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { Sum() }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler { Sum() }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { Sum() }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}

/// The sum of the recorded values.
private final class Sum: CounterHandler, RecorderHandler, TimerHandler {
    private let sum = Atomic<Int64>(0)

    func increment(by amount: Int64) { sum.wrappingAdd(amount, ordering: .relaxed) }
    func record(_ value: Int64) { sum.wrappingAdd(value, ordering: .relaxed) }
    func record(_ value: Double) { sum.wrappingAdd(Int64(value), ordering: .relaxed) }
    func recordNanoseconds(_ duration: Int64) { sum.wrappingAdd(duration, ordering: .relaxed) }
    func reset() { sum.store(0, ordering: .relaxed) }
}
