/// Functions that recognize event data that contains no element, such as a terminal marker. The rules are the same for
/// all endpoints.
enum EventData {
    /// Returns whether the data is the terminal marker `[DONE]`.
    @inline(__always)
    static func isDone(_ data: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = data.first, first == UInt8(ascii: "[") || first <= 0x20 else { return false }
        return String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace } == "[DONE]"
    }

    /// Returns whether the data is whitespace, or a comment that a gateway sends as data, such as
    /// `: OPENROUTER PROCESSING`.
    @inline(__always)
    static func isEmpty(_ data: UnsafeBufferPointer<UInt8>) -> Bool {
        guard data.first != UInt8(ascii: "{") else { return false }
        guard let first = data.first(where: { $0 > 0x20 }) else { return true }
        return first == UInt8(ascii: ":")
    }

    /// Returns the error if the data consists of an error without an enclosing `error` member, or `nil` if the data is
    /// not such an error. Events of type `error` and old versions of vLLM use this format.
    static func reportedError(_ data: UnsafeBufferPointer<UInt8>, type: String) -> JSONValue? {
        guard let value = try? JSONValue.parseForeign(data) else { return nil }
        guard [type, value["object"]?.stringValue, value["type"]?.stringValue].contains("error") else { return nil }
        return value
    }

    /// Converts a decoding error to an `OpenAIError` that describes the cause and contains the start of the event.
    static func described(_ error: any Error, _ data: UnsafeBufferPointer<UInt8>, _ redactor: Redactor) -> any Error {
        let message: String
        switch error {
        case let error as JSONError where error.kind == .interrupted: return CancellationError()
        case let error as JSONError where error.kind == .tooManyValues:
            var refused = OpenAIError(.responseTooLarge, "a stream event was rejected: \(error)")
            refused.underlying = error
            return refused
        case let error as JSONError: message = "malformed stream event: \(error)"
        case let error as DecodingError: message = "a stream event does not match the expected format: \(error.summary)"
        default: return error
        }
        var invalid = OpenAIError(.invalidResponse, message)
        invalid.body = ErrorBody.excerpt(Array(data), redactor)
        invalid.underlying = error
        return invalid
    }
}
