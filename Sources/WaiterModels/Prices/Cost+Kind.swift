public import Waiter

extension Cost {
    /// A billed kind of token or service unit, as an extensible enumeration.
    ///
    /// The raw values are the price names in the catalogue.
    public struct Kind: ExtensibleEnum {
        /// Input without a more specific price. This kind covers text. It also covers images if they have the same
        /// price as text.
        public static let input = Kind(rawValue: "input")
        /// Input read from the provider's cache.
        public static let cachedInput = Kind(rawValue: "cached_input")
        /// Input written to the provider's cache.
        public static let cacheWrite = Kind(rawValue: "cache_write")
        /// Input written to the provider's cache with a retention of more than twelve hours.
        public static let cacheWrite24h = Kind(rawValue: "cache_write_24h")
        /// Output without a more specific price.
        public static let output = Kind(rawValue: "output")
        /// Hidden reasoning, billed like other output unless the catalogue has a price for it.
        public static let reasoning = Kind(rawValue: "reasoning")
        /// Audio input.
        public static let audioInput = Kind(rawValue: "audio_input")
        /// Audio input read from the provider's cache.
        public static let cachedAudioInput = Kind(rawValue: "cached_audio_input")
        /// Audio output.
        public static let audioOutput = Kind(rawValue: "audio_output")
        /// Image input that is not billed like text.
        public static let imageInput = Kind(rawValue: "image_input")
        /// Image input read from the provider's cache.
        public static let cachedImageInput = Kind(rawValue: "cached_image_input")
        /// Image output.
        public static let imageOutput = Kind(rawValue: "image_output")
        /// A web search, billed per search.
        public static let webSearch = Kind(rawValue: "web_search")
        /// A search of the provider's vector stores, billed per search.
        public static let fileSearch = Kind(rawValue: "file_search")
        /// A container for the provider's code interpreter, billed per container.
        public static let codeInterpreter = Kind(rawValue: "code_interpreter")
        /// A second of input audio, for transcriptions billed by duration.
        public static let audioSecond = Kind(rawValue: "audio_second")
        /// A character of text, for speech billed by text length.
        public static let character = Kind(rawValue: "character")
        /// A generated image, for images billed per image.
        public static let image = Kind(rawValue: "image")

        /// The name used in the catalogue.
        public let rawValue: String

        /// Creates a kind from a name, known or unknown.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The kinds of input tokens, starting with the default.
        static let ofInput: [Kind] = [
            .input, .cachedInput, .cacheWrite, .cacheWrite24h, .audioInput, .cachedAudioInput, .imageInput,
            .cachedImageInput,
        ]
        /// The kinds of output tokens, starting with the default.
        static let ofOutput: [Kind] = [.output, .reasoning, .audioOutput, .imageOutput]
        /// The kinds billed per token, in display order.
        package static let ofTokens = ofInput + ofOutput
        /// The kinds billed per unit.
        package static let ofPieces: [Kind] = [.webSearch, .fileSearch, .codeInterpreter] + ofMedia
        /// The kinds billed per unit of audio, text or images instead of per token.
        package static let ofMedia: [Kind] = [.audioSecond, .character, .image]
    }
}
