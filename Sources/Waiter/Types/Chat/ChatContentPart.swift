/// A part of a message: text, an image, sound, a file.
///
/// Each part may end a prefix of the prompt that is cached (`promptCacheBreakpoint`).
public enum ChatContentPart: Sendable, Hashable {
    /// A text.
    case text(Text)
    /// An image, by address or as data.
    case imageURL(ImageURL)
    /// Sound, as data.
    case inputAudio(InputAudio)
    /// A file, by its ID or as data.
    case file(File)
    /// What the model said when it refused; only in messages of the assistant.
    case refusal(Refusal)
    /// A kind of part that this version does not know, as it stood on the wire.
    case unknown(JSONValue)

    /// A text.
    public struct Text: Sendable, Hashable {
        /// The text.
        public var text: String
        /// Marks the end of a prefix that is cached.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// An image.
    public struct ImageURL: Sendable, Hashable {
        /// The image's address, or the image itself as a `data:` URL in base64.
        public var url: String
        /// How closely the model looks; `auto` when nil.
        public var detail: ImageDetail?
        /// Marks the end of a prefix that is cached.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// Sound.
    public struct InputAudio: Sendable, Hashable {
        /// The sound in base64.
        public var data: String
        /// How the sound is encoded; input takes `wav` and `mp3`.
        public var format: AudioFormat
        /// Marks the end of a prefix that is cached.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// A file: either its ID, or its data with a name.
    public struct File: Sendable, Hashable {
        /// The ID of a file that was uploaded before.
        public var fileID: String?
        /// The file itself as a `data:` URL in base64.
        public var fileData: String?
        /// The file's name.
        public var filename: String?
        /// Marks the end of a prefix that is cached.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// A refusal.
    public struct Refusal: Sendable, Hashable {
        /// What the model said.
        public var refusal: String
        /// Marks the end of a prefix that is cached.
        public var promptCacheBreakpoint: PromptCacheBreakpoint?
    }

    /// The kind of part as it stands on the wire; empty for an unknown part without one.
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

    /// The text of a text part, or nil for another kind.
    public var text: String? {
        if case .text(let part) = self { part.text } else { nil }
    }
}

extension ChatContentPart {
    /// Makes a text.
    public static func text(_ text: String, promptCacheBreakpoint: PromptCacheBreakpoint? = nil) -> Self {
        .text(Text(text: text, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Makes an image of an address, or of a `data:` URL in base64.
    public static func imageURL(
        _ url: String,
        detail: ImageDetail? = nil,
        promptCacheBreakpoint: PromptCacheBreakpoint? = nil
    ) -> Self {
        .imageURL(ImageURL(url: url, detail: detail, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Makes sound of data in base64.
    public static func inputAudio(
        data: String,
        format: AudioFormat,
        promptCacheBreakpoint: PromptCacheBreakpoint? = nil
    ) -> Self {
        .inputAudio(InputAudio(data: data, format: format, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Makes a reference to a file that was uploaded before.
    public static func file(id: String, promptCacheBreakpoint: PromptCacheBreakpoint? = nil) -> Self {
        .file(File(fileID: id, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Makes a file of a `data:` URL in base64, and its name.
    public static func file(
        data: String,
        filename: String,
        promptCacheBreakpoint: PromptCacheBreakpoint? = nil
    ) -> Self {
        .file(File(fileData: data, filename: filename, promptCacheBreakpoint: promptCacheBreakpoint))
    }

    /// Makes a refusal.
    public static func refusal(_ refusal: String, promptCacheBreakpoint: PromptCacheBreakpoint? = nil) -> Self {
        .refusal(Refusal(refusal: refusal, promptCacheBreakpoint: promptCacheBreakpoint))
    }
}
