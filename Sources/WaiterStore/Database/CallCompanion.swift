/// A record that is written together with the attempts of a call.
protocol CallCompanion: Sendable {
    /// The identifier of the call.
    var callID: String { get }
}
