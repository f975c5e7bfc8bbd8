#if canImport(Waiter)
    internal import Waiter
#endif

/// A part of Waiter that parses untrusted bytes, together with the invariants that hold for any input.
///
/// The fuzzer (`make fuzz`) calls the target with generated inputs. The tests call it with the corpus that the fuzzer
/// saved. `Fuzz/run` compiles this file together with the sources that it needs, without the surrounding module.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// The event stream parser, followed by the chunk parser.
    case eventStream = "event-stream"
    /// The JSON pull parser and the types decoded with it.
    case json
    /// The readers of complete answers: completions, vectors and lists.
    case answer

    /// Returns a description of the violated invariant, or `nil` if all invariants hold. A trap is also a defect.
    public func complaint(about bytes: [UInt8]) -> String? {
        switch self {
        case .eventStream: EventStreamFuzzing.complaint(about: bytes)
        case .json: JSONFuzzing.complaint(about: bytes)
        case .answer: AnswerFuzzing.complaint(about: bytes)
        }
    }
}
