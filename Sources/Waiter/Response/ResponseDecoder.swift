package import HTTPTypes

/// Decodes a successful response into the value of an operation.
///
/// Each call creates its own decoder, which can store data received by earlier attempts of the call.
package struct ResponseDecoder<Output: Sendable>: Sendable {
    package typealias Decode = @Sendable (SuccessfulResponse) async throws -> APIResponse<Output>

    package let decode: Decode
    /// A closure that returns header fields for the next attempt, based on data received by earlier attempts. The
    /// property is `nil` if no such fields are needed.
    package let attemptFields: (@Sendable () -> HTTPFields)?

    package init(_ decode: @escaping Decode) {
        self.init(attemptFields: nil, decode: decode)
    }

    package init(attemptFields: (@Sendable () -> HTTPFields)?, decode: @escaping Decode) {
        self.attemptFields = attemptFields
        self.decode = decode
    }
}

extension ResponseDecoder where Output: Decodable {
    /// A decoder for a JSON value. The metadata is extracted from the document.
    package static var json: ResponseDecoder {
        ResponseDecoder { response in
            let bytes = try await response.collect()
            let (value, document) = try response.parsing(bytes) {
                try JSONResponse.decodeWithDocument(Output.self, from: bytes, of: response)
            }
            response.tracker?.complete(ResponseMetadata(json: document))
            return APIResponse(value: value, head: response.head, body: bytes)
        }
    }

    /// Creates a decoder for a JSON value. The metadata is created from the value.
    ///
    /// - Parameter metadata: A closure that creates the metadata. The closure is called only if a meter observes the
    ///   call.
    /// - Returns: The decoder.
    package static func json(metadata: @escaping @Sendable (Output) -> ResponseMetadata) -> ResponseDecoder {
        json(metadata) { value, _, _ in value }
    }

    /// Creates a decoder that validates a JSON value.
    ///
    /// - Parameters:
    ///   - metadata: A closure that creates the metadata. The closure is called only if a meter observes the call.
    ///   - check: A closure that returns the final value, or throws if the value is not a valid answer.
    /// - Returns: The decoder.
    package static func json(
        _ metadata: @escaping @Sendable (Output) -> ResponseMetadata,
        check: @escaping @Sendable (Output, [UInt8], SuccessfulResponse) throws -> Output
    ) -> ResponseDecoder {
        ResponseDecoder { response in
            let bytes = try await response.collect()
            let value = try response.parsing(bytes) {
                let decoded = try JSONResponse.decode(Output.self, from: bytes, of: response)
                do {
                    return try check(decoded, bytes, response)
                } catch {
                    // The server may have counted the tokens even though the answer is invalid.
                    response.tracker?.end(early: error, metadata(decoded), PartialResult(decoded, usage: nil))
                    throw error
                }
            }
            if let tracker = response.tracker { tracker.complete(metadata(value), PartialResult(value, usage: nil)) }
            return APIResponse(value: value, head: response.head, body: bytes)
        }
    }
}

extension ResponseDecoder where Output == [UInt8] {
    /// A decoder that returns the bytes of the body.
    package static var bytes: ResponseDecoder {
        ResponseDecoder { response in
            let bytes = try await response.collect()
            response.tracker?.complete(ResponseMetadata(json: (try? JSONValue(parsingForeign: bytes)) ?? .null))
            return APIResponse(value: bytes, head: response.head, body: bytes)
        }
    }
}
