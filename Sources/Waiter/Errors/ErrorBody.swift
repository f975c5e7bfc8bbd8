/// Reads the bodies of failed responses.
package enum ErrorBody {
    /// The first 500 characters as text, keys masked.
    package static func excerpt(_ bytes: [UInt8], _ redactor: Redactor) -> String {
        // Redacted before it is cut, so that no half of a key is left at the end. Cut by scalars, since one character
        // can have any number of them.
        let text = redactor.redact(String(decoding: bytes.prefix(64 << 10), as: UTF8.self))
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(500)))
    }

    /// What the server says, when the body is JSON of a known shape; keys masked.
    ///
    /// A longer body than errors have is not searched for one.
    package static func server(_ bytes: [UInt8], _ redactor: Redactor) -> ServerErrorBody? {
        guard bytes.count <= 1 << 20, let value = try? JSONValue(parsingForeign: bytes) else { return nil }
        return ServerErrorBody.parse(value).map { cleaned($0, redactor) }
    }

    /// The same with keys masked, and no longer than people read.
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
