public import CoreMetrics
public import Tracing
public import Waiter

/// An observer that reports calls as spans through swift-distributed-tracing and as metrics through swift-metrics. The
/// names follow OpenTelemetry's conventions for generative AI.
///
///     let client = try OpenAI(configuration: configuration, observer: TelemetryObserver())
///
/// Each call has one span. The span extends from the start of the call, through all retries, to the last byte of the
/// response. Tool calls have their own spans. Prompts, answers and IDs appear in spans only to the extent that
/// `Options` allows, and never in metrics. By default, the observer uses the tracer and the metrics factory that the
/// process has set up.
public struct TelemetryObserver: ToolCallObserver {
    /// The data that is shared by the observations of all calls. Sharing the data is faster than copying it for each
    /// call.
    final class Shared: Sendable {
        let options: Options
        let tracer: OwnTracer?
        let metrics: MetricRecorder?
        let servers: KnownServers
        let calls = KnownCalls()

        init(_ options: Options, _ tracer: (any Tracer)?, _ factory: (any MetricsFactory)?) {
            self.options = options
            self.tracer = tracer.map(OwnTracer.init)
            servers = KnownServers(provider: options.provider)
            metrics = options.recordsMetrics ? MetricRecorder(factory, usesOlderNames: options.usesOlderNames) : nil
        }
    }

    /// A tracer on the heap. Copying an optional tracer would take longer than starting a span.
    final class OwnTracer: Sendable {
        let tracer: any Tracer

        init(_ tracer: any Tracer) { self.tracer = tracer }
    }

    private let shared: Shared

    /// The options.
    public var options: Options { shared.options }

    /// Creates an observer.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - tracer: The tracer, or `nil` to use the tracer of `InstrumentationSystem`.
    ///   - metrics: The metrics factory, or `nil` to use the factory of `MetricsSystem`.
    public init(
        _ options: Options = Options(),
        tracer: (any Tracer)? = nil,
        metrics: (any MetricsFactory)? = nil
    ) {
        shared = Shared(options, tracer, metrics)
    }

    private var tracer: any Tracer { shared.tracer?.tracer ?? InstrumentationSystem.tracer }
    private var metrics: MetricRecorder? { shared.metrics }

    /// Starts the span for a call.
    public func begin(_ call: ObservedCall) -> (any CallObservation)? {
        let facts = shared.calls.facts(of: call, shared.servers)
        guard shared.options.recordsSpans else { return CallTelemetry(call, facts, shared, CallTelemetry.noSpan) }
        if let own = shared.tracer { return begin(call, facts, own.tracer) }
        return begin(call, facts, InstrumentationSystem.tracer)
    }

    private func begin(_ call: ObservedCall, _ facts: CallFacts, _ tracer: any Tracer) -> CallTelemetry? {
        let span: any Span = tracer.startSpan(facts.spanName, ofKind: .client)
        let isRecording = span.isRecording
        if isRecording {
            // Some tracers set attributes of their own when they start a span.
            var attributes = span.attributes
            if attributes.isEmpty { attributes = facts.attributes } else { attributes.merge(facts.attributes) }
            span.attributes = attributes
        }
        var headers: [String: String] = [:]
        if shared.options.propagatesTraceContext {
            tracer.inject(span.context, into: &headers, using: HeaderInjector())
        }
        let telemetry = CallTelemetry(call, facts, shared, span, isRecording: isRecording, headers)
        guard telemetry.isNeeded else {
            // The tracer did not sample the call.
            span.end()
            return nil
        }
        return telemetry
    }

    /// Runs a tool call in a span. This span is the parent of the spans that the tool starts.
    ///
    /// - Throws: The error thrown by the tool, unchanged.
    public func run(
        _ call: ToolInvocation,
        _ body: @Sendable () async throws -> ToolOutput
    ) async throws -> ToolOutput {
        AgentTelemetry.current?.noteToolCall()
        let start = ContinuousClock.now
        guard options.recordsSpans else {
            let result = await Result { try await body() }
            metrics?.record(tool: call.name, error: result.errorType, ContinuousClock.now - start)
            return try result.get()
        }
        typealias Names = SemanticConventions.Attribute
        let name = "\(SemanticConventions.Value.executeTool) \(call.name)"
        return try await tracer.withSpan(name, ofKind: .internal) { span in
            span.updateAttributes { attributes in
                attributes.set(Names.operation, SemanticConventions.Value.executeTool)
                attributes.set(Names.toolName, call.name)
                attributes.set(Names.toolCallID, call.id)
                if options.capturesContent { attributes.set(Names.toolArguments, call.arguments.jsonText) }
            }
            let result = await Result { try await body() }
            let error = result.errorType
            span.updateAttributes { attributes in
                attributes.set(Names.errorType, error)
                guard options.capturesContent, case .success(let output) = result else { return }
                attributes.set(Names.toolResult, output.text)
            }
            if error != nil { span.setStatus(SpanStatus(code: .error)) }
            metrics?.record(tool: call.name, error: error, ContinuousClock.now - start)
            return try result.get()
        }
    }

    /// Starts the span for a tool loop. This span is the parent of the spans for the loop's calls.
    public func begin(_ loop: ObservedToolLoop) -> (any ToolLoopObservation)? {
        guard options.recordsSpans else { return AgentTelemetry(loop, options, span: nil, metrics: metrics) }
        typealias Names = SemanticConventions.Attribute
        let operation = SemanticConventions.Value.invokeAgent
        let span: any Span = tracer.startSpan(loop.agentName.map { "\(operation) \($0)" } ?? operation)
        if span.isRecording {
            let server = shared.servers.facts(of: loop.server)
            span.updateAttributes { attributes in
                attributes.set(Names.operation, operation)
                attributes.set(Names.agentName, loop.agentName)
                attributes.set(Names.provider, server.provider)
                attributes.set(Names.requestModel, loop.model)
                attributes.set(Names.conversation, loop.conversation)
            }
        }
        return AgentTelemetry(loop, options, span: span, metrics: metrics)
    }
}

/// An injector that adds a trace context to header fields.
private struct HeaderInjector: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
    }
}

extension Result where Success == ToolOutput, Failure == any Error {
    fileprivate init(_ body: () async throws -> ToolOutput) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }

    /// The type of the error, or `nil` for a successful call.
    fileprivate var errorType: String? {
        switch self {
        case .success(let output): output.isError ? "tool_error" : nil
        case .failure(let error): error.telemetryType
        }
    }
}
