/// The progress of starting the server.
public struct StartProgress: Sendable, Hashable {
    /// A phase of starting the server.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// Another process is starting the server.
        case waitingForOther
        /// The server is being started.
        case launching
        /// The model is being loaded.
        case loading
    }

    /// The current phase.
    public var phase: Phase
    /// The time since the start was requested.
    public var elapsed: Duration

    /// A one-line message for display, such as "loading the local model".
    public var message: String {
        switch phase {
        case .waitingForOther: "waiting for another process that is starting the local model"
        case .launching: "starting the local model"
        case .loading: "loading the local model"
        }
    }
}
