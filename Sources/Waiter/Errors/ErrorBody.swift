/// Parsing of the bodies of error responses.
package enum ErrorBody {
    /// Returns the first 500 characters as text, with keys masked.
    package static func excerpt(_ bytes: [UInt8], _ redactor: Redactor) -> String {
        // Redacted before truncating, so that no partial key remains at the end. Truncated by scalars, since a single
        // character can consist of any number of them.
        let text = redactor.redact(String(decoding: bytes.prefix(64 << 10), as: UTF8.self))
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(500)))
    }

    /// The message of the server, if the body is JSON of a known shape, with keys masked.
    ///
    /// A longer body than errors have is not searched for one.
    package static func server(_ bytes: [UInt8], _ redactor: Redactor) -> ServerErrorBody? {
        guard bytes.count <= 1 << 20, let value = try? JSONValue(parsingForeign: bytes) else { return nil }
        return ServerErrorBody.parse(value).map { cleaned($0, redactor) }
    }

    /// Returns the error with keys masked and long texts truncated.
    package static func cleaned(_ server: ServerErrorBody, _ redactor: Redactor) -> ServerErrorBody {
        func clean(_ text: String, _ limit: Int) -> String {
            // Far more than is shown, so that no half of a key is left.
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
