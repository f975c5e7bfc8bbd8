internal import Logging

/// The tools of a loop and the mode in which they are offered. In automatic mode, the loop can fall back from native to
/// schema-based tools.
package struct ToolOffer: Sendable {
    private let client: OpenAI
    private let tools: ToolTable
    private let mode: ToolMode
    package let model: String
    /// The wire format of requests and answers, or `nil` before `prepared()` has been called.
    package private(set) var wire: ToolWire?

    package init(_ tools: ToolTable, by client: OpenAI, mode: ToolMode, model: String) {
        (self.tools, self.client, self.mode, self.model) = (tools, client, mode, model)
    }

    /// Returns the offer with its wire format. Determining the mode can require a request to the server.
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

    /// Falls back to schema-based tools if an error indicates that the server does not support native tools. Returns
    /// `true` if the mode has changed.
    package mutating func giveWay(to error: any Error) throws -> Bool {
        guard let error = error as? OpenAIError, isChangeable, error.reports(.toolsRefused) else { return false }
        try useSchema("the server rejected the tools")
        return true
    }

    /// Falls back to schema-based tools if an answer shows that the server dropped the tools from the request. Returns
    /// `true` if the mode has changed.
    package mutating func giveWay(to completion: ChatCompletion, of request: ChatCompletionRequest) throws -> Bool {
        guard isChangeable, wire?.isDropped(completion, request) == true else { return false }
        try useSchema("the server dropped the tools")
        return true
    }

    /// Returns a closure that checks whether the server dropped the tools, or `nil` if the server is not expected to
    /// drop tools. If the result is `nil`, answers can be shown as they arrive.
    package func discards(answersTo request: ChatCompletionRequest) -> (@Sendable (ChatCompletion) -> Bool)? {
        guard isChangeable, client.configuration.baseURL.scheme == "http", let wire else { return nil }
        return { wire.isDropped($0, request) }
    }

    private var isChangeable: Bool { mode == .auto && wire?.mode == .native }

    private mutating func useSchema(_ reason: String) throws {
        client.toolSupport.remember(.schema, for: model)
        client.configuration.logger?.debug("using schema-based tools: \(reason)")
        wire = try wire(.schema)
    }

    private func wire(_ mode: ToolMode) throws -> ToolWire {
        try ToolWire(tools, mode: mode, dialect: .of(client.configuration.baseURL, isStrict: true))
    }
}
