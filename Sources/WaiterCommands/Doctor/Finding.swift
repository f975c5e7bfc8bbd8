package import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// The result of one step of `waiter doctor`.
package struct Finding: Sendable {
    /// The name of the step, such as `dns`.
    package var step: String
    package var state: FindingState
    /// A short description of the result.
    package var detail: String
    /// The suggested remedy.
    package var remedy: String?
    package var duration: Duration = .zero

    package init(_ step: String, _ state: FindingState, _ detail: String, remedy: String? = nil) {
        self.step = step
        self.state = state
        self.detail = detail
        self.remedy = remedy
    }

    /// Creates the finding for a failed step from the error that it threw.
    package init(_ step: String, _ error: any Error) {
        guard let failure = error as? CommandFailure else {
            self.init(step, .failed, "\(error)")
            return
        }
        let place = failure.place.map { " (\($0))" } ?? ""
        self.init(step, .failed, failure.what + place, remedy: failure.nextStep)
    }

    package var json: JSONValue {
        [
            "step": .string(step),
            "state": .string(state.rawValue),
            "detail": .string(detail),
            "remedy": remedy.map { .string($0) } ?? .null,
            "milliseconds": .integer(duration.milliseconds),
        ]
    }

    /// The finding as one line, with the remedy below it.
    package var text: String {
        let mark =
            switch state {
            case .ok: "ok  "
            case .warning: "note"
            case .failed: "FAIL"
            case .skipped: "-   "
            }
        let time = state == .skipped ? "" : " (\(duration.shortText))"
        let padding = String(repeating: " ", count: max(1, 9 - step.count))
        var text = TerminalText.line("\(mark) \(step)\(padding)\(detail)\(time)")
        if let remedy, state != .ok { text += "\n              -> " + TerminalText.line(remedy) }
        return text
    }
}
