extension FaultServer {
    /// A request as it was read from the connection.
    public struct Request: Sendable {
        /// The method, such as `POST`.
        public var method: String
        /// The path with its query.
        public var path: String
        /// The headers, with lower-case names; of repeated headers the last one counts.
        public var headers: [String: String]
        /// The body as far as it was stored; see ``FaultServer/BodyReading``.
        public var body: [UInt8] = []
        /// The number of body bytes that were read, and their checksum, also of a body that was not stored.
        public var checksum = Checksum()

        /// The stored body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
    }
}
