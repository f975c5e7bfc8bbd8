package import HTTPTypes

/// Builds the HTTP request for an attempt from the configuration, operation and options.
package struct RequestBuilder: Sendable {
    package let configuration: OpenAI.Configuration

    /// Returns the request head shared by all attempts of a call.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` for an invalid path or header.
    package func head<Output>(of operation: APIOperation<Output>, options: RequestOptions, contentType: String?) throws
        -> HTTPRequest
    {
        let base = configuration.baseURL
        let path: String
        do {
            path = try operation.path.encoded()
        } catch {
            throw OpenAIError(.invalidRequest, error.message)
        }
        let prefix =
            operation.isBesideAPI && base.path.hasSuffix("/v1")
            ? String(base.path.dropLast(3)) : base.prefix(of: operation.path, model: operation.model)
        var head = HTTPRequest(
            method: operation.method,
            scheme: base.scheme,
            authority: base.authority,
            path: prefix + path + query(operation, options)
        )
        head.headerFields = try fields(operation, options, contentType)
        return head
    }

    private func query<Output>(_ operation: APIOperation<Output>, _ options: RequestOptions) -> String {
        var items =
            configuration.baseURL.query?.split(separator: "&", omittingEmptySubsequences: false).map(String.init) ?? []
        for item in operation.query where options.query[item.name] == nil {
            if let value = item.value { items.append(Self.item(item.name, value)) }
        }
        for (name, value) in options.query.sorted(by: { $0.key < $1.key }) {
            items.removeAll { PathSegment.decoded($0.prefix { $0 != "=" }) == name }
            if let value { items.append(Self.item(name, value)) }
        }
        return items.isEmpty ? "" : "?" + items.joined(separator: "&")
    }

    private static func item(_ name: String, _ value: String) -> String {
        "\(PathSegment.encodedQuery(name))=\(PathSegment.encodedQuery(value))"
    }

    private func fields<Output>(
        _ operation: APIOperation<Output>,
        _ options: RequestOptions,
        _ contentType: String?
    ) throws -> HTTPFields {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .userAgent, value: "Waiter/\(WaiterVersion.current)"))
        fields.append(HTTPField(name: .accept, value: operation.accept.types))
        if let encodings = operation.accept.encodings {
            fields.append(HTTPField(name: .acceptEncoding, value: encodings))
        }
        if let contentType { fields.append(HTTPField(name: .contentType, value: contentType)) }
        for field in operation.headerFields { fields.append(field) }
        if let organization = configuration.organization, let name = HTTPField.Name("OpenAI-Organization") {
            fields.append(HTTPField(name: name, value: organization))
        }
        if let project = configuration.project, let name = HTTPField.Name("OpenAI-Project") {
            fields.append(HTTPField(name: name, value: project))
        }
        let (ofClient, ofCall) = (configuration.headers, options.headers)
        for (text, value) in ofClient.sorted(by: { $0.key < $1.key }) + ofCall.sorted(by: { $0.key < $1.key }) {
            guard let name = HTTPField.Name(text), value.map(HTTPField.isValidValue) ?? true else {
                throw OpenAIError(.invalidRequest, "invalid header name or value: '\(Redactor.redactShapes(text))'")
            }
            fields[name] = value
        }
        return fields
    }
}
