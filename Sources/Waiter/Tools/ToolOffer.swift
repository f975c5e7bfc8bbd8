internal import Logging

/// The way a loop offers its tools, native or schema-based, and the fallback from the former to the latter.
package struct ToolOffer: Sendable {
    private let client: OpenAI
    private let tools: ToolTable
    private let mode: ToolMode
    package let model: String
    /// The wire format of requests and answers; `nil` before `prepared()`.
    package private(set) var wire: ToolWire?

    package init(_ tools: ToolTable, by client: OpenAI, mode: ToolMode, model: String) {
        (self.tools, self.client, self.mode, self.model) = (tools, client, mode, model)
    }

    /// Returns the offer with its wire format, which may require a request to the server.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` if a schema has no strict form.
    package func prepared() async throws -> ToolOffer {
        guard wire == nil else { return self }
        var offer = self
        var known = mode
        if tools.tools.isEmpty {
            known = .native
        } else if mode == .auto {
            known = await client.toolSupport.mode(for: model, client)
        }
        offer.wire = try wire(known)
        return offer
    }

    /// Falls back to schema-based tools if an error means that the server does not support native ones; returns whether it did.
    package mutating func giveWay(to error: any Error) throws -> Bool {
        guard let error = error as? OpenAIError, isChangeable, error.reports(.toolsRefused) else { return false }
        try useSchema("the server rejected the tools")
        return true
    }

    /// Falls back to schema-based tools if an answer shows that the server dropped the tools; returns whether it did.
    package mutating func giveWay(to completion: ChatCompletion, of request: ChatCompletionRequest) throws -> Bool {
        guard isChangeable, wire?.isDropped(completion, request) == true else { return false }
        try useSchema("the server dropped the tools")
        return true
    }

    /// Returns whether an answer shows that the server dropped the tools; `nil` for servers that are not known to do so, whose
    /// answers can be shown while they arrive.
    package func discards(answersTo request: ChatCompletionRequest) -> (@Sendable (ChatCompletion) -> Bool)? {
        guard isChangeable, client.configuration.baseURL.scheme == "http", let wire else { return nil }
        return { wire.isDropped($0, request) }
    }

    private var isChangeable: Bool { mode == .auto && wire?.mode == .native }

    private mutating func useSchema(_ reason: String) throws {
        client.toolSupport.remember(.schema, for: model)
        client.configuration.logger?.debug("using tools by schema: \(reason)")
        wire = try wire(.schema)
    }

    private func wire(_ mode: ToolMode) throws -> ToolWire {
        try ToolWire(tools, mode: mode, dialect: .of(client.configuration.baseURL, isStrict: true))
    }
}
