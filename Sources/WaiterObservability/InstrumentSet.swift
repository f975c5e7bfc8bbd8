internal import CoreMetrics
internal import Synchronization

/// A set of instruments that have the same dimensions. Each instrument is created when it is first used.
final class InstrumentSet: Sendable {
    /// An instrument and the value of its additional dimension. The value is `nil` if there is no additional dimension.
    private typealias Known<Instrument> = (value: String?, label: String, instrument: Instrument)

    /// The instruments that have been created. The classes in swift-metrics are safe to use from any thread.
    ///
    /// Each list is searched linearly, because comparing a label with a few elements is faster than hashing the label.
    private struct Instruments {
        var timers: [Known<Timer>] = []
        var recorders: [Known<Recorder>] = []
        var counters: [Known<Counter>] = []
        var costs: [Known<FloatingPointCounter>] = []
    }

    private let instruments = Mutex(Instruments())
    private let dimensions: [(String, String)]
    private let factory: any MetricsFactory

    init(_ dimensions: [(String, String)], _ factory: any MetricsFactory) {
        self.dimensions = dimensions
        self.factory = factory
    }

    func timer(_ label: String) -> Timer {
        instruments.withLock { instruments in
            instrument(label, nil, &instruments.timers) { Timer(label: label, dimensions: $0, factory: factory) }
        }
    }

    func recorder(_ label: String, _ dimension: (String, String)? = nil) -> Recorder {
        instruments.withLock { instruments in
            instrument(label, dimension, &instruments.recorders) {
                Recorder(label: label, dimensions: $0, aggregate: true, factory: factory)
            }
        }
    }

    func counter(_ label: String, _ dimension: (String, String)) -> Counter {
        instruments.withLock { instruments in
            instrument(label, dimension, &instruments.counters) {
                Counter(label: label, dimensions: $0, factory: factory)
            }
        }
    }

    func cost(_ label: String) -> FloatingPointCounter {
        instruments.withLock { instruments in
            instrument(label, nil, &instruments.costs) {
                FloatingPointCounter(label: label, dimensions: $0, factory: factory)
            }
        }
    }

    private func instrument<Instrument>(
        _ label: String,
        _ dimension: (String, String)?,
        _ list: inout [Known<Instrument>],
        _ make: ([(String, String)]) -> Instrument
    ) -> Instrument {
        let value = dimension?.1
        if let place = list.firstIndex(where: { $0.label == label && $0.value == value }) {
            return list[place].instrument
        }
        let new = make(dimension.map { dimensions + [$0] } ?? dimensions)
        list.append((value, label, new))
        return new
    }
}
