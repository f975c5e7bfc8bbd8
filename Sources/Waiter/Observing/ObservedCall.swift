/// A description, for observers, of a call that is about to be made.
public struct ObservedCall: Sendable {
    /// The name of the operation, such as `chat.completions.create`.
    public let operation: String
    /// The requested model, or `nil` if the request does not specify one.
    public let model: String?
    /// Whether the answer is streamed.
    public let isStream: Bool
    /// The base URL of the server.
    public let server: BaseURL
    /// The request body if it is JSON, or no bytes otherwise.
    public internal(set) var body: [UInt8]
    /// The caller's options for meters, such as tags and a conversation.
    public let options: MeteringOptions
    /// The content that was encoded as the body, and the members that were merged into it.
    var content = RequestBody.Content.none
    var extra = JSONObject()

    /// Creates a description of a call.
    public init(
        operation: String,
        model: String? = nil,
        isStream: Bool = false,
        server: BaseURL = .openAI,
        body: [UInt8] = [],
        options: MeteringOptions = MeteringOptions()
    ) {
        self.operation = operation
        self.model = model
        self.isStream = isStream
        self.server = server
        self.body = body
        self.options = options
    }

    /// The parameters of a text generation request, or `nil` for other requests. They are read from the request value.
    ///
    /// The body is not parsed, since it may be several megabytes in size.
    package var parameters: ObservedParameters? {
        var parameters: ObservedParameters
        switch content {
        case .parameterized(let request): parameters = request.observedParameters
        case .json(let value):
            guard let request = value as? any ParameterizedRequest else { return nil }
            parameters = request.observedParameters
        case .none, .form, .file: return nil
        }
        if !extra.isEmpty { parameters.read { extra[$0] } }
        return parameters
    }

    /// Returns the given members of the JSON body. Other members are skipped without being decoded.
    ///
    /// The whole body is read, which takes time if the body is long.
    ///
    /// - Parameter names: The names of the members.
    /// - Returns: The members that are present and not null. If the body is not a JSON object, the dictionary is empty.
    public func members(_ names: Set<String>) -> [String: JSONValue] {
        body.withUnsafeBufferPointer { bytes in
            var members: [String: JSONValue] = [:]
            var reader = JSONReader(bytes)
            try? reader.readMembers(names, into: &members)
            return members
        }
    }
}

extension JSONReader {
    fileprivate mutating func readMembers(
        _ names: Set<String>,
        into members: inout [String: JSONValue]
    ) throws(JSONError) {
        guard peek() == UInt8(ascii: "{") else { return }
        try beginObject()
        var isFirst = true
        while let key = try nextKey(first: &isFirst) {
            let name = key.text
            if names.contains(name) {
                let value = try readValue()
                if !value.isNull { members[name] = value }
            } else {
                try skipValue()
            }
        }
    }
}
