/// An optional value on the heap, so that types with large members that are rarely set stay small.
///
/// Asynchronous functions reserve space for each error and outcome that they handle, in each call in progress.
struct Boxed<Value: Sendable>: Sendable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var box: Box?

    var value: Value? {
        get { box?.value }
        set { box = newValue.map(Box.init) }
    }
}
