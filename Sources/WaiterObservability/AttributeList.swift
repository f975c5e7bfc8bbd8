internal import Tracing

/// A mutable collection of span attributes.
protocol AttributeSetting {
    /// Sets an attribute. If the value is `nil`, an implementation can leave the attribute unchanged.
    mutating func set(_ name: String, value: SpanAttribute?)

    // These overloads set an attribute without boxing its value. The value `nil` leaves the attribute unchanged.
    mutating func set(_ name: String, _ value: String?)
    mutating func set(_ name: String, _ value: Int?)
    mutating func set(_ name: String, _ value: Double?)
}

extension SpanAttributes: AttributeSetting {}

extension AttributeSetting {
    mutating func set(_ name: String, _ value: String?) {
        if let value { set(name, value: .string(value)) }
    }

    mutating func set(_ name: String, _ value: Int?) {
        if let value { set(name, value: .int64(Int64(value))) }
    }

    mutating func set(_ name: String, _ value: Double?) {
        if let value { set(name, value: .double(value)) }
    }
}

/// A list of attributes in the order in which they were set. The attributes are stored in arrays instead of a hash
/// table.
struct AttributeList: AttributeSetting, Sendable {
    private(set) var names: [String] = []
    private(set) var values: [SpanAttribute] = []

    var count: Int { names.count }

    mutating func reserveCapacity(_ capacity: Int) {
        names.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
    }

    mutating func set(_ name: String, value: SpanAttribute?) {
        guard let value else { return }
        names.append(name)
        values.append(value)
    }

    // Without these overloads, each value would first be wrapped in an optional attribute. Wrapping a value takes
    // longer than storing it.

    @inline(__always)
    mutating func set(_ name: String, _ value: String?) {
        guard let value else { return }
        names.append(name)
        values.append(.string(value))
    }

    @inline(__always)
    mutating func set(_ name: String, _ value: Int?) {
        guard let value else { return }
        names.append(name)
        values.append(.int64(Int64(value)))
    }

    @inline(__always)
    mutating func set(_ name: String, _ value: Double?) {
        guard let value else { return }
        names.append(name)
        values.append(.double(value))
    }

    /// Copies the attributes of this list to a span.
    func write(to attributes: inout SpanAttributes) {
        for place in 0..<count { attributes.set(names[place], value: values[place]) }
    }
}

/// A hash table that contains the names of a span's attributes.
///
/// Spans for the same kind of call usually have attributes with the same names. Copying this table for each of these
/// spans is several times faster than hashing the names again.
struct AttributeLayout: Sendable {
    private let start: AttributeList
    private let names: [String]
    private let places: [String: Int]

    /// Creates a layout for the attributes that are set at the start of a span, followed by those that are set later.
    init(_ start: AttributeList, _ list: AttributeList) {
        self.start = start
        names = list.names
        let all = start.names + list.names
        places = Dictionary(zip(all, all.indices)) { $1 }
    }

    /// Returns the attributes as a hash table, or `nil` if the names in the list differ from those in the layout.
    func attributes(_ list: AttributeList) -> SpanAttributes? {
        guard list.names == names else { return nil }
        let count = start.count
        return SpanAttributes(places.mapValues { $0 < count ? start.values[$0] : list.values[$0 - count] })
    }
}
