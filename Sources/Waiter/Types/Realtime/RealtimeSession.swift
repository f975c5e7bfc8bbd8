/// The configuration of a realtime session: a voice conversation or a live transcription.
///
///     var session = RealtimeSession(model: "gpt-realtime-2")
///     session.instructions = "You take orders in a restaurant."
///     session.audio = .init(output: .init(voice: .marin))
///
/// A session preserves all members, including unknown members, as the server sent them.
public struct RealtimeSession: JSONRecord {
    /// The type of a session.
    public struct Kind: ExtensibleEnum {
        /// A voice conversation.
        public static let realtime = Kind(rawValue: "realtime")
        /// A live transcription.
        public static let transcription = Kind(rawValue: "transcription")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a type from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// Additional output from the server.
    public struct Include: ExtensibleEnum {
        /// The log probabilities for the transcription of input audio.
        public static let transcriptionLogprobs = Include(rawValue: "item.input_audio_transcription.logprobs")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The members of the JSON object, in order.
    public var json: JSONObject

    /// Creates a session from its members.
    public init(json: JSONObject) { self.json = json }

    /// Creates a session for a conversation with a model.
    public init(model: String) { json = ["type": "realtime", "model": .string(model)] }

    /// Creates a session for the live transcription of audio.
    ///
    /// - Parameter input: The audio format and the transcription model.
    /// - Returns: The session.
    public static func transcription(_ input: Audio.Input) -> RealtimeSession {
        var session = RealtimeSession(json: ["type": "transcription"])
        session.audio = Audio(input: input)
        return session
    }

    /// The type of the session.
    public var type: Kind { Kind(rawValue: string("type")) }

    /// The ID. It is present only in responses.
    public var id: String? { self["id"] }

    /// The object type, such as `realtime.session`. It is present only in responses.
    public var object: String? { self["object"] }

    /// The expiration time of the session in seconds since 1970. It is present only in responses.
    public var expiresAt: Int? { self["expires_at"] }

    /// The model ID.
    public var model: String? {
        get { self["model"] }
        set { self["model"] = newValue }
    }

    /// The developer's instructions.
    public var instructions: String? {
        get { self["instructions"] }
        set { self["instructions"] = newValue }
    }

    /// The output modalities: audio with a transcript (the default), or text.
    public var outputModalities: [Modality]? {
        get { self["output_modalities"] }
        set { self["output_modalities"] = newValue }
    }

    /// The settings for input and output audio.
    public var audio: Audio? {
        get { self["audio"] }
        set { self["audio"] = newValue }
    }

    /// Additional output from the server.
    public var include: [Include]? {
        get { self["include"] }
        set { self["include"] = newValue }
    }

    /// The tracing settings: `"auto"`, or an object with `workflow_name`, `group_id` and `metadata`. `.null` turns
    /// tracing off.
    public var tracing: JSONValue? {
        get { json["tracing"] }
        set { json["tracing"] = newValue }
    }

    /// The tools that the model may use: functions and MCP servers.
    public var tools: [ResponseTool]? {
        get { self["tools"] }
        set { self["tools"] = newValue }
    }

    /// The tools that the model may or must use.
    public var toolChoice: ResponseToolChoice? {
        get { self["tool_choice"] }
        set { self["tool_choice"] = newValue }
    }

    /// Whether a reasoning model may call several tools at once.
    public var parallelToolCalls: Bool? {
        get { self["parallel_tool_calls"] }
        set { self["parallel_tool_calls"] = newValue }
    }

    /// The amount of reasoning, for reasoning models.
    public var reasoning: ReasoningOptions? {
        get { self["reasoning"] }
        set { self["reasoning"] = newValue }
    }

    /// The maximum number of tokens in an answer, from 1 to 4,096, or `nil` for no limit. The server sends `inf` if
    /// there is no limit.
    public var maxOutputTokens: Int? {
        get { self["max_output_tokens"] }
        set { self["max_output_tokens"] = newValue }
    }

    /// The strategy for conversations that exceed the model's context window.
    public var truncation: Truncation? {
        get { self["truncation"] }
        set { self["truncation"] = newValue }
    }

    /// A prompt template stored on the server.
    public var prompt: ResponsesRequest.PromptTemplate? {
        get { self["prompt"] }
        set { self["prompt"] = newValue }
    }
}
