package import HTTPTypes

/// One call as a value: what is asked for, where, and how the answer is read.
package struct Operation<Output: Sendable>: Sendable {
    /// The call's name for logs and middlewares, such as `chat.completions.create`.
    package var name: String
    package var method: HTTPRequest.Method
    /// Percent-encoded, beginning with a slash.
    package var path: String
    package var query: [(name: String, value: String?)] = []
    /// Makes the JSON body; nil for none. Called once a call.
    package var encodeBody: (@Sendable () throws -> [UInt8])?
    package var acceptsEventStream = false
    package var decoder: ResponseDecoder<Output>
    /// The model that is asked; nil where only the body knows.
    package var model: String?
    /// Makes the request of a stream ask for its usage, where it says nothing about that.
    package var asksForUsage: (@Sendable (inout Operation) -> Void)?

    package init(
        _ name: String,
        _ method: HTTPRequest.Method,
        _ path: String,
        encodeBody: (@Sendable () throws -> [UInt8])? = nil,
        decoder: ResponseDecoder<Output>
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.encodeBody = encodeBody
        self.decoder = decoder
    }

    /// The model that a meter is told; nil for what no model's tokens are paid for.
    func meteredModel(_ body: [UInt8], _ options: RequestOptions) -> String? {
        guard method == .post, !body.isEmpty else { return nil }
        if let model, options.extraBody["model"] == nil { return model }
        return (try? JSONValue(parsing: body))?["model"]?.stringValue
    }
}
