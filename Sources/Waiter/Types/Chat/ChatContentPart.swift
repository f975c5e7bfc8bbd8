/// A content part of a message: text, an image, audio or a file.
///
/// Any part can mark the end of a cached prompt prefix with `promptCacheBreakpoint`.
public enum ChatContentPart: Sendable, Hashable {
    /// Text.
    case text(Text)
    /// An image, given as a URL or as data.
    case imageURL(ImageURL)
    /// Audio data.
    case inputAudio(InputAudio)
    /// A file, given as an ID or as data.
    case file(File)
    /// A refusal by the model. Only assistant messages contain refusals.
    case refusal(Refusal)
    /// An unrecognized part, as raw JSON.
    case unknown(JSONValue)

    /// A text part.
    public struct Text: Sendable, Hashable {
        /// The text.
        public var text: String
        /// A breakpoint that marks this part as the end of a cached prompt prefix.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// An image part.
    public struct ImageURL: Sendable, Hashable {
        /// The image's URL or the image as a base64-encoded `data:` URL.
        public var url: String
        /// The level of detail. The default is `auto`.
        public var detail: ImageDetail?
        /// A breakpoint that marks this part as the end of a cached prompt prefix.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// An audio part.
    public struct InputAudio: Sendable, Hashable {
        /// The base64-encoded audio.
        public var data: String
        /// The audio encoding: `wav` or `mp3`.
        public var format: AudioFormat
        /// A breakpoint that marks this part as the end of a cached prompt prefix.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// A file part. It contains either the ID of an uploaded file, or the file's data and name.
    public struct File: Sendable, Hashable {
        /// The ID of an uploaded file.
        public var fileID: String?
        /// The file as a base64-encoded `data:` URL.
        public var fileData: String?
        /// The file name.
        public var filename: String?
        /// A breakpoint that marks this part as the end of a cached prompt prefix.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// A refusal part.
    public struct Refusal: Sendable, Hashable {
        /// The refusal message.
        public var refusal: String
        /// A breakpoint that marks this part as the end of a cached prompt prefix.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// The part's `type` member, or an empty string if an unknown part has no such member.
    public var type: String {
        switch self {
        case .text: "text"
        case .imageURL: "image_url"
        case .inputAudio: "input_audio"
        case .file: "file"
        case .refusal: "refusal"
        case .unknown(let json): json["type"]?.stringValue ?? ""
        }
    }

    /// The text of a text part, or `nil` for other parts.
    public var text: String? {
        if case .text(let part) = self { part.text } else { nil }
    }
}

extension ChatContentPart {
    /// Creates a text part.
    public static func text(_ text: String, promptCacheBreakpoint: PromptCacheBreakpoint? = nil) -> Self {
        .text(Text(text: text, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Creates an image part from a URL or a base64-encoded `data:` URL.
    public static func imageURL(
        _ url: String,
        detail: ImageDetail? = nil,
        promptCacheBreakpoint: PromptCacheBreakpoint? = nil
    ) -> Self {
        .imageURL(ImageURL(url: url, detail: detail, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Creates an audio part from base64-encoded data.
    public static func inputAudio(
        data: String,
        format: AudioFormat,
        promptCacheBreakpoint: PromptCacheBreakpoint? = nil
    ) -> Self {
        .inputAudio(InputAudio(data: data, format: format, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Creates a reference to an uploaded file.
    public static func file(id: String, promptCacheBreakpoint: PromptCacheBreakpoint? = nil) -> Self {
        .file(File(fileID: id, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Creates a file part from a base64-encoded `data:` URL and a file name.
    public static func file(
        data: String,
        filename: String,
        promptCacheBreakpoint: PromptCacheBreakpoint? = nil
    ) -> Self {
        .file(File(fileData: data, filename: filename, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Creates a refusal part.
    public static func refusal(_ refusal: String, promptCacheBreakpoint: PromptCacheBreakpoint? = nil) -> Self {
        .refusal(Refusal(refusal: refusal, promptCacheBreakpoint: promptCacheBreakpoint))
    }
}
