/// Parses the bodies of error responses.
package enum ErrorBody {
    /// Returns the first 500 characters of a body as text. Keys are masked.
    package static func excerpt(_ bytes: [UInt8], _ redactor: Redactor) -> String {
        // Redact before truncating, so that no partial key remains at the end. Count Unicode scalars because a single
        // character can consist of any number of scalars.
        let text = redactor.redact(String(decoding: bytes.prefix(64 << 10), as: UTF8.self))
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(500)))
    }

    /// Returns the server's error with keys masked, or `nil` if the body is not JSON in a known format.
    ///
    /// A body that is longer than any real error is not parsed.
    package static func server(_ bytes: [UInt8], _ redactor: Redactor) -> ServerErrorBody? {
        guard bytes.count <= 1 << 20, let value = try? JSONValue(parsingForeign: bytes) else { return nil }
        return ServerErrorBody.parse(value).map { cleaned($0, redactor) }
    }

    /// Returns the server's error with keys masked and long text truncated.
    package static func cleaned(_ server: ServerErrorBody, _ redactor: Redactor) -> ServerErrorBody {
        func clean(_ text: String, _ limit: Int) -> String {
            // This limit is far higher than the length of the text that is shown. Therefore, a key that is cut off
            // here is never visible.
            let text = text.utf8.count > 1 << 16 ? String(text.unicodeScalars.prefix(1 << 16)) : text
            let redacted = redactor.redact(text)
            guard redacted.utf8.count > limit else { return redacted }
            return String(String.UnicodeScalarView(redacted.unicodeScalars.prefix(limit))) + "..."
        }
        var server = server
        server.message = clean(server.message, 2000)
        server.type = server.type.map { clean($0, 200) }
        server.code = server.code.map { clean($0, 200) }
        server.param = server.param.map { clean($0, 200) }
        let text = server.misalignment?.jsonText(upTo: 1 << 16)
        if text.map({ redactor.redact($0) != $0 }) ?? true { server.misalignment = nil }
        return server
    }
}
