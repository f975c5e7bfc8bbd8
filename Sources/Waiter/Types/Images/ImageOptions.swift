/// The option types used in image requests and responses.
public enum ImageOptions {
    /// The size of an image in pixels, as `WIDTHxHEIGHT`.
    public struct Size: ExtensibleEnum {
        /// The size that the model chooses.
        public static let auto = Size(rawValue: "auto")
        /// 1024 by 1024 pixels.
        public static let square = Size(rawValue: "1024x1024")
        /// 1536 by 1024 pixels, for the GPT image models.
        public static let landscape = Size(rawValue: "1536x1024")
        /// 1024 by 1536 pixels, for the GPT image models.
        public static let portrait = Size(rawValue: "1024x1536")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a size from the string sent on the wire, such as `1792x1024`; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Creates a size from its dimensions in pixels.
        public init(width: Int, height: Int) { self.init(rawValue: "\(width)x\(height)") }
    }

    /// The quality of an image.
    public struct Quality: ExtensibleEnum {
        /// The best quality for the model.
        public static let auto = Quality(rawValue: "auto")
        /// Low quality, for the GPT image models.
        public static let low = Quality(rawValue: "low")
        /// Medium quality, for the GPT image models.
        public static let medium = Quality(rawValue: "medium")
        /// High quality, for the GPT image models.
        public static let high = Quality(rawValue: "high")
        /// Standard quality, for `dall-e-2` and `dall-e-3`.
        public static let standard = Quality(rawValue: "standard")
        /// High definition, for `dall-e-3`.
        public static let hd = Quality(rawValue: "hd")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a quality from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The file format of an image.
    public struct Format: ExtensibleEnum {
        /// PNG.
        public static let png = Format(rawValue: "png")
        /// JPEG.
        public static let jpeg = Format(rawValue: "jpeg")
        /// WebP.
        public static let webp = Format(rawValue: "webp")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a format from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The background of an image.
    public struct Background: ExtensibleEnum {
        /// The background that the model chooses.
        public static let auto = Background(rawValue: "auto")
        /// A transparent background, which requires the PNG or WebP format.
        public static let transparent = Background(rawValue: "transparent")
        /// An opaque background.
        public static let opaque = Background(rawValue: "opaque")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a background from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The strictness of content moderation.
    public struct Moderation: ExtensibleEnum {
        /// The default moderation.
        public static let auto = Moderation(rawValue: "auto")
        /// Moderation that is less restrictive than the default.
        public static let low = Moderation(rawValue: "low")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The style of an image.
    public struct Style: ExtensibleEnum {
        /// Hyper-real and dramatic images.
        public static let vivid = Style(rawValue: "vivid")
        /// Natural-looking images.
        public static let natural = Style(rawValue: "natural")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a style from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The effort made to match the features of the input images, such as faces.
    public struct InputFidelity: ExtensibleEnum {
        /// High effort.
        public static let high = InputFidelity(rawValue: "high")
        /// Low effort.
        public static let low = InputFidelity(rawValue: "low")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The format in which `dall-e-2` and `dall-e-3` return images. Other models always return data.
    public struct ResponseFormat: ExtensibleEnum {
        /// A URL, which is valid for 60 minutes.
        public static let url = ResponseFormat(rawValue: "url")
        /// The data, encoded in base64.
        public static let base64 = ResponseFormat(rawValue: "b64_json")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
