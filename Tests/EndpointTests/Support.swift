import HTTPTypes
import Waiter
import WaiterTestSupport

extension TransportRequest {
    /// The body as JSON.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
    /// The method and the path.
    var line: String { "\(head.method.rawValue) \(head.path ?? "")" }
}

extension ScriptedTransport {
    /// Creates a transport that answers each request with the JSON text that a closure returns.
    convenience init(answering answer: @escaping @Sendable (TransportRequest) throws -> String) {
        self.init(
            .handle { request in
                let answered = ScriptedTransport(.json(try answer(request)))
                return try await answered.send(request, progress: TransportProgress { _ in })
            }
        )
    }
}

/// Returns a value from JSON text, decoded like the client does.
func decoded<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    try JSONBodyDecoder.decode(type, from: [UInt8](text.utf8))
}

/// Returns the JSON text of a value, encoded like the client does.
func encoded(_ value: some Encodable) throws -> String {
    String(decoding: try JSONBodyEncoder.encode(value), as: UTF8.self)
}

/// Returns a value after a round trip.
func roundTrip<T: Codable>(_ value: T) throws -> T {
    try JSONBodyDecoder.decode(T.self, from: JSONBodyEncoder.encode(value))
}
