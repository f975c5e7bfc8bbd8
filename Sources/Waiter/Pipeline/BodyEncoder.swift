/// Encodes a body once per call and adds the extra members from the options.
struct BodyEncoder {
    var extra: JSONObject
    /// A closure that creates the boundary of a multipart form. The closure is called only if a form is encoded.
    var boundary: @Sendable () -> String = RandomID.make

    /// An encoded body.
    struct EncodedBody {
        var contentType: String?
        var bytes: [UInt8] = []
        var stream: BodyStream?
    }

    /// Encodes a body.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` for values that JSON cannot represent, or `.fileAccess` for
    ///   a file that cannot be read.
    func encode(_ body: RequestBody) throws -> EncodedBody {
        do {
            switch body.content {
            case .none:
                guard !extra.isEmpty else { return EncodedBody() }
                return EncodedBody(
                    contentType: "application/json",
                    bytes: try JSONBodyEncoder.encode(JSONValue.object(extra))
                )
            case .json(let value):
                return EncodedBody(contentType: "application/json", bytes: try merged(JSONBodyEncoder.encode(value)))
            case .parameterized(let request):
                return EncodedBody(contentType: "application/json", bytes: try merged(JSONBodyEncoder.encode(request)))
            case .form(var form):
                form.merge(extra)
                let boundary = "waiter-\(boundary())"
                return wire("multipart/form-data; boundary=\(boundary)", try form.segments(boundary: boundary))
            case .file(let file):
                guard extra.isEmpty else { throw Self.nothingToMerge }
                return wire(file.contentType, [try BodySegment(file)])
            }
        } catch let error as EncodingError {
            var invalid = OpenAIError(.invalidRequest, "the request cannot be encoded as JSON: \(error.summary)")
            invalid.underlying = error
            throw invalid
        } catch let failure as FileFailure {
            throw OpenAIError(failure)
        }
    }

    private func wire(_ contentType: String, _ segments: [BodySegment]) -> EncodedBody {
        let stream = BodyStream(segments)
        if let bytes = stream.bytes { return EncodedBody(contentType: contentType, bytes: bytes) }
        return EncodedBody(contentType: contentType, stream: stream)
    }

    private func merged(_ body: [UInt8]) throws -> [UInt8] {
        guard !extra.isEmpty else { return body }
        let base = try JSONValue(parsing: body)
        guard base.objectValue != nil else { throw Self.nothingToMerge }
        return try JSONBodyEncoder.encode(base.merging(.object(extra)))
    }

    private static var nothingToMerge: OpenAIError {
        OpenAIError(.invalidRequest, "extraBody cannot be merged: the request body is not a JSON object")
    }
}

extension OpenAIError {
    /// Creates an error from a failure to read or write a local file.
    init(_ failure: FileFailure) {
        self.init(.fileAccess, failure.message)
        underlying = failure
    }
}

extension EncodingError {
    /// The coding path and the reason on a single line, without values.
    fileprivate var summary: String {
        guard case .invalidValue(_, let context) = self else { return "a value cannot be represented in JSON" }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
}
