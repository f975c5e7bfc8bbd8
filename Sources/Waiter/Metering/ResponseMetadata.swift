/// Response metadata in a format common to all endpoints, for meters, ledgers and observers.
///
/// The metadata of a chat completion keeps the completion in memory. Its values are read from the completion each time
/// they are accessed, so store a value that you use repeatedly.
public struct ResponseMetadata: Sendable {
    /// The source of the values. It is stored on the heap so that metadata can be copied quickly.
    private enum Source: Sendable {
        case values(Boxed<MetadataValues>)
        /// A chat completion. Its values are read only when they are requested, because most observers need only a few
        /// of them.
        case completion(ChatCompletion)
    }

    private var source: Source
    /// Masks keys in text supplied by the server, or `nil` if the text has not been received from a server.
    private var redactor: Redactor?

    /// The token usage, or `nil` if the server does not report it.
    public var usage: TokenUsage? {
        get {
            switch source {
            case .values(let values): return values.read { $0.usage }
            case .completion(let completion):
                guard let usage = completion.usage else { return nil }
                return TokenUsage(usage)
            }
        }
        set { replace { $0.usage = newValue } }
    }
    /// The duration of the input audio in seconds for models that are billed by duration, or `nil` for other models.
    public var audioSeconds: Double? {
        get { read(\.audioSeconds) { _ in nil } }
        set { replace { $0.audioSeconds = newValue } }
    }
    /// The number of generated images, or `nil` for other output.
    public var imageCount: Int? {
        get { read(\.imageCount) { _ in nil } }
        set { replace { $0.imageCount = newValue } }
    }
    /// The model reported in the response, or `nil` if the response contains no model.
    public var model: String? {
        get { masked(read(\.model) { $0.model.isEmpty ? nil : $0.model }) }
        set { replace { $0.model = newValue } }
    }
    /// The service tier reported in the response.
    public var serviceTier: ServiceTier? {
        get { masked(read(\.serviceTier?.rawValue) { $0.serviceTier?.rawValue }).map(ServiceTier.init(rawValue:)) }
        set { replace { $0.serviceTier = newValue } }
    }
    /// The reason that the model stopped generating, as reported by the server.
    public var stopReason: String? {
        get { masked(read(\.stopReason) { $0.choices.first?.finishReason?.rawValue }) }
        set { replace { $0.stopReason = newValue } }
    }
    /// The ID of the response, or `nil` if the response contains no ID.
    public var responseID: String? {
        get { masked(read(\.responseID) { $0.id.isEmpty ? nil : $0.id }) }
        set { replace { $0.responseID = newValue } }
    }
    /// The finish reasons of the choices, in order. A reason is `nil` if the choice is not finished.
    public var finishReasons: [String?] {
        get { (read(\.finishReasons) { $0.finishReasons } ?? []).map(masked) }
        _modify {
            var values = takeValues()
            defer { self = ResponseMetadata(values) }
            yield &values.finishReasons
        }
    }
    /// The fingerprint of the server's configuration.
    public var systemFingerprint: String? {
        get { masked(read(\.systemFingerprint) { $0.systemFingerprint }) }
        set { replace { $0.systemFingerprint = newValue } }
    }
    /// The generated text whose tokens can be counted: content, reasoning and tool call arguments.
    public var outputTexts: [String] {
        get { read(\.outputTexts) { $0.producedTexts } ?? [] }
        _modify {
            var values = takeValues()
            defer { self = ResponseMetadata(values) }
            yield &values.outputTexts
        }
    }
    /// Whether the model generated any output, including non-text output such as audio.
    public var hasOutput: Bool {
        get { read(\.hasOutput) { $0.choices.contains { $0.message.hasOutput } } ?? false }
        set { replace { $0.hasOutput = newValue } }
    }
    /// Whether the output cites sources found by a search.
    public var citesSources: Bool {
        get { read(\.citesSources) { $0.choices.contains { !$0.message.annotations.isEmpty } } ?? false }
        set { replace { $0.citesSources = newValue } }
    }
    /// The number of billable calls to hosted tools, keyed by tool type, or `nil` if the API does not report them.
    public var hostedCalls: [String: Int]? {
        get { read(\.hostedCalls) { $0.hostedCalls } }
        set { replace { $0.hostedCalls = newValue } }
    }

    /// Creates empty metadata.
    public init() {
        source = .values(Boxed())
    }

    init(_ values: MetadataValues) {
        source = .values(Boxed(values))
    }

    /// Creates the metadata of a complete or partial chat completion.
    package init(_ completion: ChatCompletion) {
        source = .completion(completion)
    }

    /// Extracts the members common to most endpoints. In events of the Responses API, these members are nested in
    /// `response`.
    package init(json value: JSONValue) {
        let object = value["response"]?.objectValue == nil ? value : value["response"] ?? value
        var values = MetadataValues()
        values.model = object["model"]?.stringValue
        values.serviceTier = object["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:))
        values.usage = TokenUsage(json: object["usage"])
        values.responseID = object["id"]?.stringValue
        values.systemFingerprint = object["system_fingerprint"]?.stringValue
        self.init(values)
    }

    /// Masks keys in all text supplied by the server, except for the generated text.
    ///
    /// The text is masked when it is read.
    mutating func mask(with redactor: Redactor) {
        self.redactor = redactor
    }

    /// Whether there is exactly one choice. If so, its finish reason is `stopReason`.
    package var hasOneChoice: Bool {
        switch source {
        case .values: finishReasons.count == 1 && finishReasons[0] == stopReason
        case .completion(let completion): completion.choices.count == 1
        }
    }

    @inline(__always)
    private func read<Value>(
        _ stored: (MetadataValues) -> Value?,
        _ answered: (ChatCompletion) -> Value?
    ) -> Value? {
        switch source {
        case .values(let values): values.read(stored)
        case .completion(let completion): answered(completion)
        }
    }

    private func masked(_ text: String?) -> String? {
        guard let redactor, let text else { return text }
        return redactor.redact(text)
    }

    private mutating func replace(_ change: (inout MetadataValues) -> Void) {
        var values = takeValues()
        change(&values)
        self = ResponseMetadata(values)
    }

    /// Returns all values, masked, and removes them from the metadata, so that arrays can be modified in place. The
    /// caller stores the modified values.
    private mutating func takeValues() -> MetadataValues {
        let values: MetadataValues
        if redactor == nil, case .values(let stored) = source {
            values = stored.value ?? MetadataValues()
        } else {
            values = self.values
        }
        self = ResponseMetadata()
        return values
    }

    private var values: MetadataValues {
        MetadataValues(
            usage: usage,
            audioSeconds: audioSeconds,
            imageCount: imageCount,
            model: model,
            serviceTier: serviceTier,
            stopReason: stopReason,
            responseID: responseID,
            finishReasons: finishReasons,
            systemFingerprint: systemFingerprint,
            outputTexts: outputTexts,
            hasOutput: hasOutput,
            citesSources: citesSources,
            hostedCalls: hostedCalls
        )
    }
}

extension ResponseMetadata: Hashable {
    /// Compares all values.
    public static func == (left: Self, right: Self) -> Bool { left.values == right.values }

    /// Hashes all values.
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension ResponseMetadata: CustomReflectable {
    /// A mirror of all values, in which keys are masked.
    public var customMirror: Mirror {
        Mirror(self, children: Mirror(reflecting: values).children, displayStyle: .struct)
    }
}
