internal import CoreMetrics
internal import Synchronization

/// The instruments that share the same dimensions. Each is created when it is first used.
final class InstrumentSet: Sendable {
    private struct Key: Hashable {
        let label: String
        /// The value of the additional dimension, or `nil` if there is none.
        let value: String?
    }

    /// The instruments. The classes in swift-metrics are safe to use from any thread.
    private struct Instruments {
        var timers: [Key: Timer] = [:]
        var recorders: [Key: Recorder] = [:]
        var counters: [Key: Counter] = [:]
        var costs: [Key: FloatingPointCounter] = [:]
    }

    private let instruments = Mutex(Instruments())
    private let dimensions: [(String, String)]
    private let factory: any MetricsFactory

    init(_ dimensions: [(String, String)], _ factory: any MetricsFactory) {
        self.dimensions = dimensions
        self.factory = factory
    }

    func timer(_ label: String) -> Timer {
        instrument(label, nil, \.timers) { Timer(label: label, dimensions: $0, factory: factory) }
    }

    func recorder(_ label: String, _ dimension: (String, String)? = nil) -> Recorder {
        instrument(label, dimension, \.recorders) {
            Recorder(label: label, dimensions: $0, aggregate: true, factory: factory)
        }
    }

    func counter(_ label: String, _ dimension: (String, String)) -> Counter {
        instrument(label, dimension, \.counters) { Counter(label: label, dimensions: $0, factory: factory) }
    }

    func cost(_ label: String) -> FloatingPointCounter {
        instrument(label, nil, \.costs) { FloatingPointCounter(label: label, dimensions: $0, factory: factory) }
    }

    private func instrument<Instrument: Sendable>(
        _ label: String,
        _ dimension: (String, String)?,
        _ path: WritableKeyPath<Instruments, [Key: Instrument]>,
        _ make: ([(String, String)]) -> Instrument
    ) -> Instrument {
        let key = Key(label: label, value: dimension?.1)
        return instruments.withLock { instruments in
            if let known = instruments[keyPath: path][key] { return known }
            let new = make(dimension.map { dimensions + [$0] } ?? dimensions)
            instruments[keyPath: path][key] = new
            return new
        }
    }
}
