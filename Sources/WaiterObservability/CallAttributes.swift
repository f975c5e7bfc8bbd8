internal import Tracing
internal import Waiter

/// The attributes that are set when a call ends. They describe both the request and the response.
struct CallAttributes {
    let call: ObservedCall
    let facts: CallFacts
    /// The end of the last attempt.
    let last: AttemptEnd
    let attempts: Int
    /// Whether the complete response was received.
    let isComplete: Bool
    let usage: TokenUsage?
    /// The model that the server reported.
    let model: String?
    let firstChunk: Duration?
    let cost: Double?
    let error: String?
    let capturesContent: Bool
    let usesOlderNames: Bool

    /// Whether attributes are read from the JSON body of the request.
    var parsesBody: Bool { capturesContent || parsesParameters }

    /// Whether the parameters are read from the JSON body, because the call was not made with a typed request.
    var parsesParameters: Bool { facts.operation.isInference && !call.isTyped && !call.body.isEmpty }

    /// Sets the attributes in the same order for each call.
    func set(in attributes: inout some AttributeSetting) {
        typealias Names = SemanticConventions.Attribute
        attributes.setRequest(self)
        attributes.setResponse(self)
        attributes.set(Names.timeToFirstChunk, firstChunk?.seconds)
        attributes.set(Names.cost, cost)
        attributes.set(Names.errorType, error)
    }
}
