public import Waiter

extension Cost {
    /// A billed kind: tokens of one sort, or a service billed by the unit; an open vocabulary.
    ///
    /// The words are those of the catalogue's prices.
    public struct Kind: ExtensibleEnum {
        /// Input that has no price of its own by another name: text, and images where they cost the same.
        public static let input = Kind(rawValue: "input")
        /// Input that the provider had in its cache.
        public static let cachedInput = Kind(rawValue: "cached_input")
        /// Input that is put into the provider's cache.
        public static let cacheWrite = Kind(rawValue: "cache_write")
        /// Input that is put into the provider's cache for longer than twelve hours.
        public static let cacheWrite24h = Kind(rawValue: "cache_write_24h")
        /// Output that has no price of its own by another name.
        public static let output = Kind(rawValue: "output")
        /// Output that nobody sees; it is paid like other output unless the catalogue says otherwise.
        public static let reasoning = Kind(rawValue: "reasoning")
        /// Sound that the model hears.
        public static let audioInput = Kind(rawValue: "audio_input")
        /// Sound that the model hears, and that the provider had in its cache.
        public static let cachedAudioInput = Kind(rawValue: "cached_audio_input")
        /// Sound that the model makes.
        public static let audioOutput = Kind(rawValue: "audio_output")
        /// Images that the model sees, where they are not paid like text.
        public static let imageInput = Kind(rawValue: "image_input")
        /// Such images that the provider had in its cache.
        public static let cachedImageInput = Kind(rawValue: "cached_image_input")
        /// Images that the model makes.
        public static let imageOutput = Kind(rawValue: "image_output")
        /// A search of the web, by the piece.
        public static let webSearch = Kind(rawValue: "web_search")

        /// The word in the catalogue.
        public let rawValue: String

        /// Makes a kind of a word, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// What input tokens can be, the usual kind first.
        static let ofInput: [Kind] = [
            .input, .cachedInput, .cacheWrite, .cacheWrite24h, .audioInput, .cachedAudioInput, .imageInput,
            .cachedImageInput,
        ]
        /// What output tokens can be, the usual kind first.
        static let ofOutput: [Kind] = [.output, .reasoning, .audioOutput, .imageOutput]
        /// What is paid by the token, in the order in which prices are told.
        package static let ofTokens = ofInput + ofOutput
        /// What is paid by the piece.
        package static let ofPieces: [Kind] = [.webSearch]
    }
}
