extension RealtimeSession {
    /// The settings for detecting the end of a speaker's turn.
    public struct TurnDetection: JSONRecord {
        /// The model's eagerness to answer.
        public struct Eagerness: ExtensibleEnum {
            /// The same eagerness as `medium`.
            public static let auto = Eagerness(rawValue: "auto")
            /// The model waits longer than by default for the speaker to continue.
            public static let low = Eagerness(rawValue: "low")
            /// The default eagerness.
            public static let medium = Eagerness(rawValue: "medium")
            /// The model answers as soon as possible.
            public static let high = Eagerness(rawValue: "high")

            /// The string sent on the wire.
            public let rawValue: String

            /// Creates a value from the string sent on the wire; unknown values are allowed.
            public init(rawValue: String) { self.rawValue = rawValue }
        }

        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates settings from their members.
        public init(json: JSONObject) { self.json = json }

        /// Detection based on silence.
        public static var serverVAD: TurnDetection { TurnDetection(json: ["type": "server_vad"]) }

        /// Detection based on the meaning of the words.
        public static var semanticVAD: TurnDetection { TurnDetection(json: ["type": "semantic_vad"]) }

        /// The type of detection: `server_vad` or `semantic_vad`.
        public var type: String { string("type") }

        /// The activation threshold for detection, from 0 to 1. The default is 0.5. Higher values require louder audio.
        public var threshold: Double? {
            get { self["threshold"] }
            set { self["threshold"] = newValue }
        }

        /// The amount of audio to include before detected speech, in milliseconds. The default is 300.
        public var prefixPaddingMilliseconds: Int? {
            get { self["prefix_padding_ms"] }
            set { self["prefix_padding_ms"] = newValue }
        }

        /// The duration of the silence that ends a turn, in milliseconds. The default is 500.
        public var silenceMilliseconds: Int? {
            get { self["silence_duration_ms"] }
            set { self["silence_duration_ms"] = newValue }
        }

        /// Whether the model answers automatically at the end of a turn. The default is `true`.
        public var createsResponse: Bool? {
            get { self["create_response"] }
            set { self["create_response"] = newValue }
        }

        /// Whether speech interrupts an answer. The default is `true`.
        public var interruptsResponse: Bool? {
            get { self["interrupt_response"] }
            set { self["interrupt_response"] = newValue }
        }

        /// The duration of the silence after which the model prompts the user to continue, from 5,000 to 30,000 ms.
        /// `.null` turns this behavior off.
        public var idleTimeoutMilliseconds: Nullable<Int>? {
            get { self[nullable: "idle_timeout_ms"] }
            set { self[nullable: "idle_timeout_ms"] = newValue }
        }

        /// The model's eagerness to answer, for semantic detection.
        public var eagerness: Eagerness? {
            get { self["eagerness"] }
            set { self["eagerness"] = newValue }
        }
    }

    /// The strategy for conversations that exceed the model's context window.
    public enum Truncation: Codable, Sendable, Hashable {
        /// The oldest messages are removed.
        case auto
        /// The server reports an error.
        case disabled
        /// The oldest messages are removed until the given fraction of the conversation's tokens remains.
        case retention(ratio: Double, postInstructionTokens: Int? = nil)
        /// An unrecognized strategy, as raw JSON.
        case unknown(JSONValue)

        /// Decodes a string, an object with a ratio, or any other JSON value.
        public init(from decoder: any Decoder) throws {
            let json = try JSONValue(from: decoder)
            switch json {
            case "auto": self = .auto
            case "disabled": self = .disabled
            default:
                guard json["type"] == "retention_ratio", let ratio = json["retention_ratio"]?.doubleValue else {
                    self = .unknown(json)
                    return
                }
                self = .retention(
                    ratio: ratio,
                    postInstructionTokens: json["token_limits"]?["post_instructions"]?.intValue
                )
            }
        }

        /// Encodes the string or the object.
        public func encode(to encoder: any Encoder) throws {
            let json: JSONValue
            switch self {
            case .auto: json = "auto"
            case .disabled: json = "disabled"
            case .retention(let ratio, let tokens):
                var object: JSONObject = ["type": "retention_ratio", "retention_ratio": .number(ratio)]
                object["token_limits"] = tokens.map { ["post_instructions": .integer(Int64($0))] }
                json = .object(object)
            case .unknown(let value): json = value
            }
            try json.encode(to: encoder)
        }
    }
}
