/// The body of a request. It can be empty, JSON, a multipart form, or a single file.
public struct RequestBody: Sendable {
    package enum Content: Sendable {
        case none
        case json(any Encodable & Sendable)
        /// A JSON body with parameters for observers. This is a separate case because a cast from `json` would copy the
        /// request in each call.
        case parameterized(any ParameterizedRequest)
        case form(MultipartForm)
        case file(FileInput)
    }

    package let content: Content

    private init(_ content: Content) {
        self.content = content
    }

    /// No body.
    public static let none = RequestBody(.none)

    /// Creates a JSON body. The value is encoded once per call.
    public static func json(_ value: some Encodable & Sendable) -> RequestBody {
        RequestBody(.json(value))
    }

    /// Creates a JSON body from a request with parameters for observers.
    package static func json(_ request: some ParameterizedRequest) -> RequestBody {
        RequestBody(.parameterized(request))
    }

    /// Creates a `multipart/form-data` body.
    public static func form(_ form: MultipartForm) -> RequestBody {
        RequestBody(.form(form))
    }

    /// Creates a body from the bytes and the media type of a file.
    public static func file(_ file: FileInput) -> RequestBody {
        RequestBody(.file(file))
    }

    /// Whether the body is JSON.
    var isJSON: Bool {
        switch content {
        case .json, .parameterized: true
        case .none, .form, .file: false
        }
    }

    /// Whether the body is replayable, which means that it can be sent more than once.
    ///
    /// A request whose body is not replayable is never retried, and is never sent again over a new connection. A
    /// redirect that would resend the body causes an error.
    public var isReplayable: Bool {
        switch content {
        case .none, .json, .parameterized: true
        case .form(let form): form.isReplayable
        case .file(let file): file.isReplayable
        }
    }
}
