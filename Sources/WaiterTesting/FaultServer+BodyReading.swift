extension FaultServer {
    /// How the server reads the body of a request.
    public enum BodyReading: Sendable, Hashable {
        /// Reads the whole body and stores it.
        case store
        /// Reads the whole body and stores its checksum alone, so that a body of gigabytes costs no memory.
        case count
        /// Reads and stores at most this many bytes and answers while the client is still sending.
        ///
        /// A connection with an unread rest is closed after the script.
        case stop(after: Int64)
    }
}
