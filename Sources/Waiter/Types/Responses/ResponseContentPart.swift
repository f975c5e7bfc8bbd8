/// A content part of a message, a reasoning item or a tool result.
///
/// A part preserves all members as the server sent them.
public struct ResponseContentPart: JSONRecord {
    /// The type of a part.
    public struct Kind: ExtensibleEnum {
        /// Input text.
        public static let inputText = Kind(rawValue: "input_text")
        /// An input image.
        public static let inputImage = Kind(rawValue: "input_image")
        /// An input file.
        public static let inputFile = Kind(rawValue: "input_file")
        /// Input audio.
        public static let inputAudio = Kind(rawValue: "input_audio")
        /// Text of the answer.
        public static let outputText = Kind(rawValue: "output_text")
        /// A refusal by the model.
        public static let refusal = Kind(rawValue: "refusal")
        /// Text of the model's reasoning.
        public static let reasoningText = Kind(rawValue: "reasoning_text")
        /// Text of a reasoning summary.
        public static let summaryText = Kind(rawValue: "summary_text")
        /// A computer screenshot.
        public static let computerScreenshot = Kind(rawValue: "computer_screenshot")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a type from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The members of the JSON object, in order.
    public var json: JSONObject

    /// Creates a part from its members.
    public init(json: JSONObject) { self.json = json }

    /// The type, or an empty string if it is absent.
    public var type: Kind { Kind(rawValue: string("type")) }

    /// The text of the part, or `nil` for a refusal or any other part without text.
    public var text: String? { self["text"] }

    /// The refusal, or `nil` for other parts.
    public var refusal: String? { self["refusal"] }

    /// The citations in an `output_text` part.
    public var annotations: [ResponseAnnotation] { elements("annotations") }

    /// The log probabilities of an `output_text` part. To request them, use `ResponseInclude.logprobs`.
    public var logprobs: [TokenLogprob] { elements("logprobs") }

    /// The image as a URL or a base64-encoded `data:` URL.
    public var imageURL: String? { self["image_url"] }

    /// The ID of an uploaded image or file.
    public var fileID: String? { self["file_id"] }

    /// The name of a file.
    public var filename: String? { self["filename"] }

    /// A breakpoint that marks this part as the end of a cached prompt prefix.
    public var promptCacheBreakpoint: PromptCacheBreakpoint? {
        get { self["prompt_cache_breakpoint"] }
        set { self["prompt_cache_breakpoint"] = newValue }
    }
}

extension ResponseContentPart: ExpressibleByStringLiteral {
    /// Creates an input text part.
    public init(stringLiteral value: String) { self = .inputText(value) }

    /// Creates an input text part.
    public static func inputText(_ text: String) -> Self {
        Self(json: ["type": "input_text", "text": .string(text)])
    }

    /// Creates a text part of an answer for use in a conversation history.
    public static func outputText(_ text: String) -> Self {
        Self(json: ["type": "output_text", "text": .string(text), "annotations": []])
    }

    /// Creates an image part from a URL or a base64-encoded `data:` URL.
    public static func inputImage(url: String, detail: ImageDetail = .auto) -> Self {
        Self(json: ["type": "input_image", "detail": .string(detail.rawValue), "image_url": .string(url)])
    }

    /// Creates an image part from the ID of an uploaded file.
    public static func inputImage(fileID: String, detail: ImageDetail = .auto) -> Self {
        Self(json: ["type": "input_image", "detail": .string(detail.rawValue), "file_id": .string(fileID)])
    }

    /// Creates a file part from the ID of an uploaded file.
    public static func inputFile(id: String) -> Self {
        Self(json: ["type": "input_file", "file_id": .string(id)])
    }

    /// Creates a file part from a URL.
    public static func inputFile(url: String) -> Self {
        Self(json: ["type": "input_file", "file_url": .string(url)])
    }

    /// Creates a file part from a base64-encoded `data:` URL and a file name.
    public static func inputFile(data: String, filename: String) -> Self {
        Self(json: ["type": "input_file", "filename": .string(filename), "file_data": .string(data)])
    }
}
