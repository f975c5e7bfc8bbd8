extension FaultServer {
    /// A request received by the server.
    public struct Request: Sendable {
        /// The method, such as `POST`.
        public var method: String
        /// The path, including the query.
        public var path: String
        /// The headers, with lowercase names. If a header occurs several times, its last value is used.
        public var headers: [String: String]
        /// The stored part of the body. See ``FaultServer/BodyReading``.
        public var body: [UInt8] = []
        /// The number and checksum of all body bytes that were read, including bytes that were not stored.
        public var checksum = Checksum()

        /// The stored body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
    }
}
