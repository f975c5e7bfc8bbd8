package import HTTPTypes

/// Decodes a successful response into the value of an operation.
///
/// A decoder is made for each call, so that it may keep what earlier attempts received.
package struct ResponseDecoder<Output: Sendable>: Sendable {
    package typealias Decode = @Sendable (SuccessfulResponse) async throws -> APIResponse<Output>

    package let decode: Decode
    /// The header fields of the next attempt, which depend on what earlier ones received; nil for none.
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
    /// Decodes one JSON value, whose metadata are read from its JSON.
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

    /// Decodes one JSON value, whose metadata are made from the value itself.
    ///
    /// - Parameter metadata: Makes the metadata; called only when a meter observes the call.
    package static func json(metadata: @escaping @Sendable (Output) -> ResponseMetadata) -> ResponseDecoder {
        json(metadata) { value, _, _ in value }
    }

    /// Decodes one JSON value, and checks it.
    ///
    /// - Parameters:
    ///   - metadata: Makes the metadata; called only when a meter observes the call.
    ///   - check: Returns the value in its final form, or throws when it is no answer; it is given the body, too.
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
                    // The server may have counted what is no answer.
                    response.tracker?.end(early: error, metadata(decoded), PartialResult(decoded, usage: nil))
                    throw error
                }
            }
            response.tracker?.complete(
                metadata(value),
                PartialResult(value, usage: nil)
            )
            return APIResponse(value: value, head: response.head, body: bytes)
        }
    }
}

extension ResponseDecoder where Output == [UInt8] {
    /// Returns the bytes of the body.
    package static var bytes: ResponseDecoder {
        ResponseDecoder { response in
            let bytes = try await response.collect()
            response.tracker?.complete(ResponseMetadata(json: (try? JSONValue(parsingForeign: bytes)) ?? .null))
            return APIResponse(value: bytes, head: response.head, body: bytes)
        }
    }
}
