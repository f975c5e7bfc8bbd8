internal import HTTPTypes

extension BatchLine {
    /// Creates a line from an operation with a JSON body.
    ///
    ///     try BatchLine(customID: "1", .chatCompletion(request))
    ///
    /// - Parameters:
    ///   - customID: The ID that identifies the result of this request.
    ///   - operation: The operation.
    /// - Throws: `OpenAIError` with code `.invalidRequest` if the operation has no JSON body.
    public init<Output>(customID: String, _ operation: APIOperation<Output>) throws {
        guard let body = try operation.jsonBody() else {
            throw OpenAIError(.invalidRequest, "\(operation.name) cannot be batched: its request has no JSON body")
        }
        self.init(customID: customID, method: operation.method.rawValue, url: "/v1\(operation.path)", body: body)
    }

    /// Returns an input file that contains the given requests.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if an ID occurs twice, because the two results would be
    ///   indistinguishable.
    public static func file(_ lines: [BatchLine], name: String = "batch.jsonl") throws -> FileInput {
        var ids: Set<String> = []
        var bytes: [UInt8] = []
        for line in lines {
            guard ids.insert(line.customID).inserted else {
                throw OpenAIError(.invalidRequest, "the batch has two requests with the ID \(line.customID)")
            }
            bytes += try JSONBodyEncoder.encode(line)
            bytes.append(0x0A)
        }
        return .bytes(bytes, name: name, contentType: "application/jsonl")
    }
}
