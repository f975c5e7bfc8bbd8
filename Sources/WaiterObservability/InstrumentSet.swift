internal import CoreMetrics
internal import Synchronization

/// A set of instruments that have the same dimensions. Each instrument is created when it is first used.
final class InstrumentSet: Sendable {
    typealias Metric = SemanticConventions.Metric
    typealias Dimension = (name: SemanticConventions.Attribute, value: String)

    /// An instrument and the value of its additional dimension. The value is `nil` if there is no additional dimension.
    private typealias Known<Instrument> = (metric: Metric, value: String?, instrument: Instrument)

    /// The instruments that have been created. The classes in swift-metrics are safe to use from any thread.
    ///
    /// Each list is searched linearly, because comparing a metric with a few elements is faster than hashing the metric.
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

    func timer(_ metric: Metric) -> Timer {
        instruments.withLock { instruments in
            instrument(metric, nil, &instruments.timers) {
                Timer(label: metric.rawValue, dimensions: $0, factory: factory)
            }
        }
    }

    func recorder(_ metric: Metric, _ dimension: Dimension? = nil) -> Recorder {
        instruments.withLock { instruments in
            instrument(metric, dimension, &instruments.recorders) {
                Recorder(label: metric.rawValue, dimensions: $0, aggregate: true, factory: factory)
            }
        }
    }

    func counter(_ metric: Metric, _ dimension: Dimension) -> Counter {
        instruments.withLock { instruments in
            instrument(metric, dimension, &instruments.counters) {
                Counter(label: metric.rawValue, dimensions: $0, factory: factory)
            }
        }
    }

    func cost(_ metric: Metric) -> FloatingPointCounter {
        instruments.withLock { instruments in
            instrument(metric, nil, &instruments.costs) {
                FloatingPointCounter(label: metric.rawValue, dimensions: $0, factory: factory)
            }
        }
    }

    private func instrument<Instrument>(
        _ metric: Metric,
        _ dimension: Dimension?,
        _ list: inout [Known<Instrument>],
        _ make: ([(String, String)]) -> Instrument
    ) -> Instrument {
        let value = dimension?.value
        // The elements are accessed by index, because a closure would receive a copy of each element.
        for place in list.indices where list[place].metric == metric && list[place].value == value {
            return list[place].instrument
        }
        let new = make(dimension.map { dimensions + [($0.name.rawValue, $0.value)] } ?? dimensions)
        list.append((metric, value, new))
        return new
    }
}
