/// A decoder for streams whose events are JSON objects with a type.
package struct RecordEventDecoder<Element: JSONRecord>: StreamEventDecoder {
    private let whole: @Sendable ([UInt8], SuccessfulResponse) throws -> Element

    /// Creates a decoder.
    ///
    /// - Parameter whole: A closure that creates an event from a complete body. Some servers send such a body instead
    ///   of a stream.
    package init(whole: @escaping @Sendable ([UInt8], SuccessfulResponse) throws -> Element) {
        self.whole = whole
    }

    package mutating func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> DecodedEvent<Element> {
        guard case .object(var object) = try JSONValue.parseForeign(data) else { return .ignored }
        if let error = object["error"], error.reportsError { return .error(error) }
        if object["type"]?.stringValue == nil {
            // Some servers send the type only in the `event` field.
            guard !type.isEmpty, type != "message" else { return .ignored }
            object["type"] = .string(type)
        }
        return object["type"] == "error" ? .error(.object(object)) : .element(Element(json: object))
    }

    package mutating func decodeWhole(_ body: [UInt8], of response: SuccessfulResponse) throws -> Element {
        try whole(body, response)
    }
}
