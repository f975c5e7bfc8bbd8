/// Reads the bodies of failed responses.
package enum ErrorBody {
    /// The first 500 characters as text, keys masked.
    package static func excerpt(_ bytes: [UInt8], _ redactor: Redactor) -> String {
        // Redacted before it is cut, so that no half of a key is left at the end.
        let text = redactor.redact(String(decoding: bytes.prefix(4096), as: UTF8.self))
        return String(text.prefix(500))
    }

    /// What the server says, when the body is JSON of a known shape; keys masked.
    package static func server(_ bytes: [UInt8], _ redactor: Redactor) -> ServerErrorBody? {
        guard let value = try? JSONValue(parsing: bytes), var server = ServerErrorBody.parse(value) else { return nil }
        server.message = redactor.redact(server.message)
        return server
    }
}
