/// How far the start of the server is.
public struct StartProgress: Sendable, Hashable {
    /// A step of a start.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// Someone else is starting the server at this moment.
        case waitingForOther
        /// The server is being started.
        case launching
        /// The model is being loaded.
        case loading
    }

    /// The step that is under way.
    public var phase: Phase
    /// The time since the start was asked for.
    public var elapsed: Duration

    /// One line for people, such as "loading the model".
    public var message: String {
        switch phase {
        case .waitingForOther: "waiting for another start of the local model"
        case .launching: "starting the local model"
        case .loading: "loading the local model"
        }
    }
}
