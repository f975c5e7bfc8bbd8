import Waiter

/// An operation that Waiter has types for, and its calls with every parameter.
struct TypedOperation: Sendable {
    /// The result of measuring a type: the members it preserves, and the errors of samples that it cannot decode.
    typealias Measurement = (coverage: FieldCoverage, errors: [String])

    /// The ID in the API description.
    let id: String
    /// Sends a request for each sample of the request's schema, and returns the errors.
    var send: @Sendable (OpenAI, APIDescription.Operation, APIDescription) async -> [String]
    /// Measures the type of the request body; `nil` for operations without one of a single type.
    var measureRequest: (@Sendable (JSONValue, APIDescription) -> Measurement)?
    /// Measures the type of the response; `nil` for bytes.
    var measureResponse: (@Sendable (JSONValue, APIDescription) -> Measurement)?
    /// Measures the type of streamed events; `nil` for operations without a stream.
    var measureEvents: (@Sendable (JSONValue, APIDescription) -> Measurement)?
    /// Decodes an example of the response.
    var decode: (@Sendable (JSONValue) throws -> Void)?

    /// Creates an operation without a JSON body, or with one that the calls make themselves.
    static func call<Output: Codable>(_ id: String, _ operations: APIOperation<Output>...) -> TypedOperation {
        var operation = TypedOperation(id: id) { client, _, _ in
            await operations.asyncErrors { try await $0.sent(by: client) }
        }
        operation.measureResponse = { FieldCoverage.of(Output.self, $0, $1) }
        operation.decode = { _ = try JSONBodyDecoder.decode(Output.self, from: $0) }
        return operation
    }

    /// Creates an operation with a JSON body, sent for every sample of its schema.
    static func post<Request: Codable & Sendable, Output: Codable>(
        _ id: String,
        _ make: @escaping @Sendable (Request) -> APIOperation<Output>
    ) -> TypedOperation {
        var operation = TypedOperation(id: id) { client, operation, description in
            let schema = operation.request["application/json"] ?? .null
            return await SchemaSamples(description).samples(of: schema).asyncErrors { sample in
                try await make(JSONBodyDecoder.decode(Request.self, from: sample)).sent(by: client)
            }
        }
        operation.measureRequest = { FieldCoverage.of(Request.self, $0, $1) }
        operation.measureResponse = { FieldCoverage.of(Output.self, $0, $1) }
        operation.decode = { _ = try JSONBodyDecoder.decode(Output.self, from: $0) }
        return operation
    }

    /// Creates an operation whose response is no JSON.
    static func bytes(_ id: String, _ operation: APIOperation<[UInt8]>) -> TypedOperation {
        TypedOperation(id: id) { client, _, _ in await [operation].asyncErrors { try await $0.sent(by: client) } }
    }

    /// Adds calls that open a stream, which are validated like the others.
    func streaming<Event: Codable & Sendable>(_ type: Event.Type) -> TypedOperation {
        var operation = self
        operation.measureEvents = { FieldCoverage.of(type, $0, $1) }
        return operation
    }

    /// Adds a call whose response is a stream.
    func also<Output>(_ stream: APIOperation<Output>) -> TypedOperation {
        var operation = self
        let send = send
        operation.send = { client, operation, description in
            // The answer is no stream: only the request matters.
            _ = try? await stream.sent(by: client)
            return await send(client, operation, description)
        }
        return operation
    }

    /// Sets the type of a request body that the calls encode themselves.
    func request<Request: Codable & Sendable>(_ type: Request.Type) -> TypedOperation {
        var operation = self
        operation.measureRequest = { FieldCoverage.of(type, $0, $1) }
        return operation
    }
}

extension APIOperation {
    fileprivate func sent(by client: OpenAI) async throws {
        _ = try await client.send(self)
    }
}

extension Sequence where Element: Sendable {
    /// Calls a closure with each element, and returns the errors except those of responses, whose types are measured.
    fileprivate func asyncErrors(_ body: (Element) async throws -> Void) async -> [String] {
        var errors: [String] = []
        for element in self {
            do {
                try await body(element)
            } catch let error as OpenAIError where error.code != .invalidRequest {
                continue
            } catch {
                errors.append("\(error)")
            }
        }
        return errors
    }
}
