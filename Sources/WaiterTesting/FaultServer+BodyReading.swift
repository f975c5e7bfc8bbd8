extension FaultServer {
    /// The handling of a request's body.
    public enum BodyReading: Sendable, Hashable {
        /// Reads the whole body and stores it.
        case store
        /// Reads the whole body but stores only its checksum, so that large bodies use no memory.
        case count
        /// Reads and stores at most this many bytes and responds while the client is still sending.
        ///
        /// If part of the body is unread, the connection is closed after the script.
        case stop(after: Int64)
    }
}
