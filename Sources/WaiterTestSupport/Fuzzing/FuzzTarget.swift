#if canImport(Waiter)
    internal import Waiter
#endif

/// A piece of Waiter that takes bytes from anybody, and what must hold for all of them.
///
/// The fuzzer calls it with bytes that it makes up (`make fuzz`), the tests with the files that the fuzzer left behind.
/// `Fuzz/run` compiles this file together with the sources that it uses, without the module around them.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// The parser of event streams, and the parser of chunks behind it.
    case eventStream = "event-stream"
    /// The pull parser of JSON, and what is built upon it.
    case json

    /// What does not hold for these bytes, or nil when all does; a trap is a defect as well.
    public func complaint(about bytes: [UInt8]) -> String? {
        switch self {
        case .eventStream: EventStreamFuzzing.complaint(about: bytes)
        case .json: JSONFuzzing.complaint(about: bytes)
        }
    }
}
