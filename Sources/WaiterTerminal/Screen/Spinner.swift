internal import Synchronization

/// An animated line on a terminal. The animation runs until the spinner is stopped.
final class Spinner: Sendable {
    private struct State {
        var label: String
        var isStopped = false
        var task: Task<Void, Never>?
    }

    private static let frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    private let state: Mutex<State>
    private let stream: StandardStream

    init(_ label: String, on stream: StandardStream) {
        self.stream = stream
        state = Mutex(State(label: label))
        let task = Task { [weak self] in
            var frame = 0
            while !Task.isCancelled, let self {
                self.draw(frame)
                frame += 1
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        state.withLock { $0.task = task }
    }

    /// Changes the label.
    func label(_ text: String) {
        state.withLock { $0.label = text }
    }

    private func draw(_ frame: Int) {
        // The line is drawn while the lock is held, so that nothing is drawn after `stop()`.
        state.withLock { state in
            guard !state.isStopped else { return }
            let glyph = Self.frames[frame % Self.frames.count]
            stream.rewriteLine("\(glyph) \(state.label)")
        }
    }

    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            state.task?.cancel()
            stream.rewriteLine("")
        }
    }
}
