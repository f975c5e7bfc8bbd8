extension FaultServer {
    /// A policy for reading the body of a request.
    public enum BodyReading: Sendable, Hashable {
        /// Reads the whole body and stores it.
        case store
        /// Reads the whole body but stores only its checksum, so large bodies do not consume memory.
        case count
        /// Reads and stores at most this many bytes, and responds while the client is still sending the body.
        ///
        /// If part of the body has not been read, the connection is closed at the end of the script.
        case stop(after: Int64)
    }
}
