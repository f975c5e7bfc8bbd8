internal import Synchronization

/// The state of a loop, shared by all copies of a run.
final class ToolRunState: Sendable {
    struct Values: Sendable {
        var progress: ToolProgress
        var request: ChatCompletionRequest?
        var completion: ChatCompletion?
        var mode: ToolMode?
        var end: ToolRunEnd?
        var isTaken = false
    }

    private let values: Mutex<Values>

    init(_ progress: ToolProgress, _ request: ChatCompletionRequest?) {
        values = Mutex(Values(progress: progress, request: request))
    }

    var current: Values { values.withLock { $0 } }

    func update(_ change: (inout Values) -> Void) {
        values.withLock { change(&$0) }
    }

    /// Returns `true` only on the first call, because only the first iterator of a run is valid.
    func take() -> Bool {
        values.withLock { values in
            defer { values.isTaken = true }
            return !values.isTaken
        }
    }
}
