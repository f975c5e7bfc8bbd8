/// An optional value that is stored on the heap. Use it for large members that are rarely set, so that the types that
/// contain them stay small.
///
/// Small types save memory because, for each call in progress, asynchronous functions reserve space for every value
/// that they handle.
package struct Boxed<Value: Sendable>: Sendable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var box: Box?

    package init() {}

    package init(_ value: Value) {
        box = Box(value)
    }

    package var isEmpty: Bool { box == nil }

    /// Reads a part of the value without copying the rest, or returns `nil` if there is no value.
    @inline(__always)
    package func read<Part>(_ body: (Value) -> Part?) -> Part? { box.flatMap { body($0.value) } }

    package var value: Value? {
        get { box?.value }
        set { box = newValue.map(Box.init) }
    }
}

extension Boxed: Equatable where Value: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.box === right.box || left.value == right.value }
}

extension Boxed: Hashable where Value: Hashable {
    package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
