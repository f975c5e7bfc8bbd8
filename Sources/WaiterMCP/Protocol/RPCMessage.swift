internal import Waiter

/// A JSON-RPC 2.0 message from a server.
enum RPCMessage: Sendable {
    /// The response to a request. The ID is `nil` if the server could not read the request.
    case response(id: Int64?, RPCResponse)
    /// A request from the server. The answer must contain the same ID.
    case request(id: JSONValue, method: String)
    case notification(method: String, params: JSONObject)

    /// Parses a message. Returns `nil` if the bytes are not a JSON-RPC message.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsingForeign: bytes) else { return nil }
        self.init(value)
    }

    /// Parses the messages in an HTTP response. In revision 2025-03-26, the response can be a batch.
    static func all(in bytes: [UInt8]) -> [RPCMessage] {
        guard let value = try? JSONValue(parsingForeign: bytes) else { return [] }
        return (value.arrayValue ?? [value]).compactMap { RPCMessage($0) }
    }

    private init?(_ value: JSONValue) {
        guard let object = value.objectValue else { return nil }
        let id = object["id"].flatMap { $0.isNull ? nil : $0 }
        if let method = object["method"]?.stringValue {
            if let id {
                self = .request(id: id, method: method)
            } else {
                self = .notification(method: method, params: object["params"]?.objectValue ?? JSONObject())
            }
        } else if let error = object["error"], !error.isNull {
            self = .response(id: Self.number(id), .failure(RPCFailure(error)))
        } else if let result = object["result"] {
            self = .response(id: Self.number(id), .success(result))
        } else {
            return nil
        }
    }

    /// Returns the ID of a message as a number. This client sends numeric IDs, but some servers return the ID as a
    /// string.
    private static func number(_ id: JSONValue?) -> Int64? {
        switch id {
        case .string(let text)?: Int64(text)
        case let id?: id.intValue.map { Int64($0) }
        case nil: nil
        }
    }

    /// Returns the answer to a request from the server. The answer is an empty result for `ping`, and an error for any
    /// other method. This client does not support requests for files, models or forms.
    static func answer(to method: String, id: JSONValue) -> [UInt8] {
        if method == "ping" {
            return JSONValue.object(["jsonrpc": "2.0", "id": id, "result": .object(JSONObject())]).jsonBytes
        }
        let error: JSONValue = ["code": -32601, "message": "method not found"]
        return JSONValue.object(["jsonrpc": "2.0", "id": id, "error": error]).jsonBytes
    }

    /// Returns a notification as single-line JSON.
    static func notification(_ method: String, _ params: JSONObject) -> [UInt8] {
        JSONValue.object(["jsonrpc": "2.0", "method": .string(method), "params": .object(params)]).jsonBytes
    }
}

/// The response to a request.
typealias RPCResponse = Result<JSONValue, RPCFailure>

/// An error reported by a server.
struct RPCFailure: Error, Sendable, Hashable {
    /// The protocol version of the request is not supported. The data lists the supported versions.
    static let unsupportedVersion = -32022
    /// The range of error codes that only servers using the stateless protocol report.
    static let stateless = -32099...(-32020)

    var code: Int
    var message: String
    var data: JSONValue?

    init(_ error: JSONValue) {
        code = error["code"]?.intValue ?? 0
        message = PlainText.line(error["message"]?.stringValue ?? "unknown error")
        data = error["data"]
    }

    /// The versions that the server supports, if the error is `unsupportedVersion`. The value is `nil` if the server
    /// does not list its versions.
    var supportedVersions: [String]? {
        data?["supported"]?.arrayValue?.compactMap(\.stringValue)
    }
}
