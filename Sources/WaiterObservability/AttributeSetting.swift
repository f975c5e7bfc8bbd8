internal import Tracing

/// A mutable collection of span attributes.
protocol AttributeSetting {
    typealias Name = SemanticConventions.Attribute

    /// Sets an attribute.
    mutating func set(_ name: Name, value: consuming SpanAttribute)

    // These overloads set an attribute without boxing its value. The value `nil` leaves the attribute unchanged.
    mutating func set(_ name: Name, _ value: String?)
    mutating func set(_ name: Name, _ value: Int?)
    mutating func set(_ name: Name, _ value: Double?)
}

extension AttributeSetting {
    @inline(__always)
    mutating func set(_ name: Name, _ value: String?) {
        if let value { set(name, value: .string(value)) }
    }

    @inline(__always)
    mutating func set(_ name: Name, _ value: Int?) {
        if let value { set(name, value: .int64(Int64(value))) }
    }

    @inline(__always)
    mutating func set(_ name: Name, _ value: Double?) {
        if let value { set(name, value: .double(value)) }
    }
}

extension SpanAttributes: AttributeSetting {
    mutating func set(_ name: SemanticConventions.Attribute, value: consuming SpanAttribute) {
        set(name.rawValue, value: value)
    }
}
