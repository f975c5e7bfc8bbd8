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
}
