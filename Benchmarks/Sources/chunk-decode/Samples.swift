/// A chunk and an event as sent by OpenAI, and a minimal type for decoding the chunk with JSONDecoder.
enum Samples {
    static let chunk = """
        {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1741570283,\
        "model":"gpt-6.1-sol-2026-08-06","service_tier":"default","system_fingerprint":"fp_50cad350e4",\
        "choices":[{"index":0,"delta":{"content":" house"},"logprobs":null,"finish_reason":null}]}
        """
    static let contentLength = 6

    /// The events of a response with the given number of deltas.
    static func responseEvents(_ count: Int) -> [String] {
        let deltas = (0..<count).map {
            """
            {"type":"response.output_text.delta","sequence_number":\($0),\
            "item_id":"msg_67c9fdcf37fc8190ba82116e33fb28c507b8b0ad4e5eb654","output_index":0,"content_index":0,\
            "delta":" house","logprobs":[],"obfuscation":"Y6qLPa8Vfb"}
            """
        }
        let end = """
            {"type":"response.completed","sequence_number":\(count),\
            "response":{"id":"resp_1","object":"response","status":"completed","output":[]}}
            """
        return deltas + [end]
    }

    struct Chunk: Decodable {
        struct Choice: Decodable {
            struct Delta: Decodable {
                var role: String?
                var content: String?
            }

            var index: Int
            var delta: Delta
            var finishReason: String?

            enum CodingKeys: String, CodingKey {
                case index, delta
                case finishReason = "finish_reason"
            }
        }

        var id: String
        var object: String
        var created: Int
        var model: String
        var choices: [Choice]
        var serviceTier: String?
        var systemFingerprint: String?

        enum CodingKeys: String, CodingKey {
            case id, object, created, model, choices
            case serviceTier = "service_tier"
            case systemFingerprint = "system_fingerprint"
        }
    }
}
