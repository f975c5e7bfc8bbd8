/// The media types that an operation accepts and whether the response can be compressed.
package struct AcceptedMedia: Sendable, Hashable {
    /// The value of the `Accept` header field.
    package let types: String
    /// The value of the `Accept-Encoding` header field, or `nil` to omit the field.
    package let encodings: String?
    /// Whether the response is read while it is being generated, in which case the timeouts for streams apply.
    package let isStream: Bool

    package static let json = AcceptedMedia(types: "application/json", encodings: "gzip, deflate", isStream: false)
    /// Any media type, compressed or uncompressed.
    package static let any = AcceptedMedia(types: "*/*", encodings: "gzip, deflate", isStream: false)
    /// Any media type, uncompressed. In an uncompressed response, lengths and ranges refer to the content itself.
    package static let identity = AcceptedMedia(types: "*/*", encodings: "identity", isStream: false)
    /// Any media type, uncompressed. The response is read while it is being generated.
    package static let byteStream = AcceptedMedia(types: "*/*", encodings: "identity", isStream: true)
    /// Events or a single JSON document. The response is uncompressed, because a proxy that compresses a response also
    /// buffers its events.
    package static let eventStream = AcceptedMedia(
        types: "text/event-stream, application/json",
        encodings: nil,
        isStream: true
    )
}
