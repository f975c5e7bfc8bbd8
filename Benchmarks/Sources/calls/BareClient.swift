import AsyncHTTPClient
import Foundation
import Measuring
import NIOCore
import NIOHTTP1

/// A client without a library for the API. It uses async-http-client, a precomputed body, and JSONDecoder.
struct BareClient: Sendable {
    let client = HTTPClient(eventLoopGroupProvider: .singleton)
    let url: String

    private static let body = """
        {"model":"gpt-6.1-sol","messages":[{"role":"system","content":"Be brief."},\
        {"role":"user","content":"What is an API?"}]}
        """

    @Sendable
    func call() async throws {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "authorization", value: "Bearer sk-benchmark")
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "accept", value: "application/json")
        request.body = .bytes(ByteBuffer(string: Self.body))
        let response = try await client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        let completion = try JSONDecoder().decode(Completion.self, from: Data(body.readableBytesView))
        precondition(completion.usage?.totalTokens == 87)
    }
}

/// The commonly used members of a completion.
private struct Completion: Decodable {
    struct Choice: Decodable {
        struct Message: Decodable {
            var role: String
            var content: String?
            var refusal: String?
        }

        var index: Int
        var message: Message
        var finishReason: String?

        enum CodingKeys: String, CodingKey {
            case index, message
            case finishReason = "finish_reason"
        }
    }

    struct Usage: Decodable {
        struct PromptDetails: Decodable {
            var cachedTokens: Int?

            enum CodingKeys: String, CodingKey { case cachedTokens = "cached_tokens" }
        }

        struct CompletionDetails: Decodable {
            var reasoningTokens: Int?

            enum CodingKeys: String, CodingKey { case reasoningTokens = "reasoning_tokens" }
        }

        var promptTokens: Int
        var completionTokens: Int
        var totalTokens: Int
        var promptDetails: PromptDetails?
        var completionDetails: CompletionDetails?

        enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
            case totalTokens = "total_tokens"
            case promptDetails = "prompt_tokens_details"
            case completionDetails = "completion_tokens_details"
        }
    }

    var id: String
    var object: String
    var created: Int
    var model: String
    var choices: [Choice]
    var usage: Usage?
    var serviceTier: String?
    var systemFingerprint: String?

    enum CodingKeys: String, CodingKey {
        case id, object, created, model, choices, usage
        case serviceTier = "service_tier"
        case systemFingerprint = "system_fingerprint"
    }
}
