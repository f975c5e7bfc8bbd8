extension ChatContentPart: Codable {
    private enum CodingKeys: String, CodingKey {
        case type, text, refusal, file
        case imageURL = "image_url"
        case inputAudio = "input_audio"
        case promptCacheBreakpoint = "prompt_cache_breakpoint"
    }

    private enum ImageKeys: String, CodingKey { case url, detail }

    private enum AudioKeys: String, CodingKey { case data, format }

    private enum FileKeys: String, CodingKey {
        case fileID = "file_id"
        case fileData = "file_data"
        case filename
    }

    /// Decodes a part of any type. A part without its required members is decoded as `unknown`.
    public init(from decoder: any Decoder) throws {
        if let part = try? Self.known(decoder) {
            self = part
        } else {
            self = .unknown(try JSONValue(from: decoder))
        }
    }

    private static func known(_ decoder: any Decoder) throws -> ChatContentPart? {
        let part = try decoder.container(keyedBy: CodingKeys.self)
        let breakpoint = try part.decodeIfPresent(PromptCacheBreakpoint.self, forKey: .promptCacheBreakpoint)
        switch decoder.typeTag {
        case "text":
            return .text(try part.decode(String.self, forKey: .text), promptCacheBreakpoint: breakpoint)
        case "image_url":
            let image = try part.nestedContainer(keyedBy: ImageKeys.self, forKey: .imageURL)
            return .imageURL(
                try image.decode(String.self, forKey: .url),
                detail: try image.decodeIfPresent(ImageDetail.self, forKey: .detail),
                promptCacheBreakpoint: breakpoint
            )
        case "input_audio":
            let audio = try part.nestedContainer(keyedBy: AudioKeys.self, forKey: .inputAudio)
            return .inputAudio(
                data: try audio.decode(String.self, forKey: .data),
                format: try audio.decode(AudioFormat.self, forKey: .format),
                promptCacheBreakpoint: breakpoint
            )
        case "file":
            let file = try part.nestedContainer(keyedBy: FileKeys.self, forKey: .file)
            return .file(
                File(
                    fileID: try file.decodeIfPresent(String.self, forKey: .fileID),
                    fileData: try file.decodeIfPresent(String.self, forKey: .fileData),
                    filename: try file.decodeIfPresent(String.self, forKey: .filename),
                    promptCacheBreakpoint: breakpoint
                )
            )
        case "refusal":
            return .refusal(try part.decode(String.self, forKey: .refusal), promptCacheBreakpoint: breakpoint)
        default:
            return nil
        }
    }

    /// Encodes the part. An unrecognized part is encoded unchanged.
    public func encode(to encoder: any Encoder) throws {
        if case .unknown(let json) = self { return try json.encode(to: encoder) }
        var part = encoder.container(keyedBy: CodingKeys.self)
        try part.encode(type, forKey: .type)
        try encodePayload(to: &part)
        try part.encodeIfPresent(promptCacheBreakpoint, forKey: .promptCacheBreakpoint)
    }

    private func encodePayload(to part: inout KeyedEncodingContainer<CodingKeys>) throws {
        switch self {
        case .text(let text):
            try part.encode(text.text, forKey: .text)
        case .imageURL(let image):
            var container = part.nestedContainer(keyedBy: ImageKeys.self, forKey: .imageURL)
            try container.encode(image.url, forKey: .url)
            try container.encodeIfPresent(image.detail, forKey: .detail)
        case .inputAudio(let audio):
            var container = part.nestedContainer(keyedBy: AudioKeys.self, forKey: .inputAudio)
            try container.encode(audio.data, forKey: .data)
            try container.encode(audio.format, forKey: .format)
        case .file(let file):
            var container = part.nestedContainer(keyedBy: FileKeys.self, forKey: .file)
            try container.encodeIfPresent(file.fileID, forKey: .fileID)
            try container.encodeIfPresent(file.fileData, forKey: .fileData)
            try container.encodeIfPresent(file.filename, forKey: .filename)
        case .refusal(let refusal):
            try part.encode(refusal.refusal, forKey: .refusal)
        case .unknown:
            break
        }
    }
}

extension ChatContentPart {
    /// A breakpoint that marks this part as the end of a cached prompt prefix. Setting the breakpoint of an unknown
    /// part has no effect.
    public var promptCacheBreakpoint: PromptCacheBreakpoint? {
        get {
            switch self {
            case .text(let part): part.promptCacheBreakpoint
            case .imageURL(let part): part.promptCacheBreakpoint
            case .inputAudio(let part): part.promptCacheBreakpoint
            case .file(let part): part.promptCacheBreakpoint
            case .refusal(let part): part.promptCacheBreakpoint
            case .unknown: nil
            }
        }
        set {
            switch self {
            case .text(var part):
                part.promptCacheBreakpoint = newValue
                self = .text(part)
            case .imageURL(var part):
                part.promptCacheBreakpoint = newValue
                self = .imageURL(part)
            case .inputAudio(var part):
                part.promptCacheBreakpoint = newValue
                self = .inputAudio(part)
            case .file(var part):
                part.promptCacheBreakpoint = newValue
                self = .file(part)
            case .refusal(var part):
                part.promptCacheBreakpoint = newValue
                self = .refusal(part)
            case .unknown:
                break
            }
        }
    }
}
