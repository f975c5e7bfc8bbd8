/// A description, for observers, of a call that is about to be made.
public struct ObservedCall: Sendable {
    /// The place from which the parameters of a text generation request are read.
    private enum ParameterSource: Sendable {
        /// The request sets no parameters.
        case none
        case request(any ParameterizedRequest)
        /// A value that might be a parameterized request. This is checked only if the parameters are needed.
        case value(any Encodable & Sendable)
        /// The JSON body, if there is one.
        case body

        init(_ content: RequestBody.Content, _ extra: JSONObject) {
            switch content {
            case .parameterized(let request):
                self = request.setsParameters || !extra.isEmpty ? .request(request) : .none
            case .json(let value): self = .value(value)
            case .none, .form, .file: self = .body
            }
        }
    }

    /// The properties of the call. They are stored on the heap because an observation usually keeps the description
    /// until the call ends.
    private final class Storage: Sendable {
        let operation: String
        let model: String?
        let isStream: Bool
        let server: BaseURL
        let body: [UInt8]
        let options: MeteringOptions?
        let parameters: ParameterSource
        let extra: JSONObject

        init(
            _ operation: String,
            _ model: String?,
            _ isStream: Bool,
            _ server: BaseURL,
            _ body: [UInt8],
            _ options: MeteringOptions?,
            _ parameters: ParameterSource,
            _ extra: JSONObject
        ) {
            self.operation = operation
            self.model = model
            self.isStream = isStream
            self.server = server
            self.body = body
            self.options = options
            self.parameters = parameters
            self.extra = extra
        }
    }

    private let storage: Storage

    /// The name of the operation, such as `chat.completions.create`.
    public var operation: String { storage.operation }
    /// The requested model, or `nil` if the request does not specify one.
    public var model: String? { storage.model }
    /// Whether the answer is streamed.
    public var isStream: Bool { storage.isStream }
    /// The base URL of the server.
    public var server: BaseURL { storage.server }
    /// The JSON body of the request. The array is empty if the body is not JSON.
    public var body: [UInt8] { storage.body }
    /// The metering options of the call, such as tags and a conversation.
    public var options: MeteringOptions { storage.options ?? MeteringOptions() }

    /// The conversation in the metering options.
    package var conversation: String? { storage.options?.conversation }

    /// Creates a description of a call.
    public init(
        operation: String,
        model: String? = nil,
        isStream: Bool = false,
        server: BaseURL = .openAI,
        body: [UInt8] = [],
        options: MeteringOptions = MeteringOptions()
    ) {
        self.init(
            operation: operation,
            model: model,
            isStream: isStream,
            server: server,
            body: body,
            options: options,
            content: .none,
            extra: [:]
        )
    }

    /// Creates a description of a call. `body` was encoded from `content`, and the members in `extra` were then merged
    /// into it.
    init(
        operation: String,
        model: String?,
        isStream: Bool,
        server: BaseURL,
        body: [UInt8],
        options: MeteringOptions?,
        content: RequestBody.Content,
        extra: JSONObject
    ) {
        let parameters = ParameterSource(content, extra)
        storage = Storage(operation, model, isStream, server, body, options, parameters, extra)
    }

    /// Whether the call has the given operation, model and server. The strings are compared without copying them.
    package func has(operation: String, model: String?, server: BaseURL) -> Bool {
        storage.model == model && storage.operation == operation && storage.server == server
    }

    /// Whether the call was made with a typed request. If not, only the body contains the parameters.
    package var isTyped: Bool {
        switch storage.parameters {
        case .none, .request: true
        case .value(let value): value is any ParameterizedRequest
        case .body: false
        }
    }

    /// Passes the parameters of a typed request to a closure. The closure is not called if the request sets no
    /// parameters.
    ///
    /// The parameters are read from the request value. The body is not parsed, because it can be several megabytes in
    /// size.
    package func readParameters(_ body: (ObservedParameters) -> Void) {
        switch storage.parameters {
        case .none, .body: break
        case .request(let request): readParameters(of: request, body)
        case .value(let value):
            if let request = value as? any ParameterizedRequest { readParameters(of: request, body) }
        }
    }

    private func readParameters(of request: some ParameterizedRequest, _ body: (ObservedParameters) -> Void) {
        if storage.extra.isEmpty { return request.readParameters(body) }
        var parameters = ObservedParameters()
        request.readParameters { parameters = $0 }
        parameters.read { storage.extra[$0] }
        body(parameters)
    }

    /// Returns the given members of the JSON body. Other members are skipped without being decoded.
    ///
    /// This method reads the whole body, which takes time if the body is long.
    ///
    /// - Parameter names: The names of the members.
    /// - Returns: The members that are present and not `null`. If the body is not a JSON object, the dictionary is
    ///   empty.
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
