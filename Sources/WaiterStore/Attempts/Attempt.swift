public import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// An attempt to complete a call, as recorded in the ledger.
public struct Attempt: Codable, Sendable, Hashable {
    /// The status of an attempt.
    public enum StoredStatus: String, Codable, Sendable, Hashable {
        /// The attempt is in progress.
        case open
        /// The response was received completely.
        case complete
        /// The server rejected the request, sent an invalid response, or did not respond.
        case failed
        /// The caller cancelled the attempt.
        case cancelled
        /// The response was truncated.
        case truncated
        /// The process exited before the attempt ended, so the outcome of the attempt is unknown.
        case unknown
    }

    /// The rowid of the attempt. Attempts that started later have greater rowids.
    public let id: Int
    /// The start time, according to the local clock.
    public let startedAt: Date
    /// The operation, such as `chat.completions.create`.
    public let operation: String
    /// The profile. The string is empty if no profile was specified.
    public let profile: String
    /// The server's host.
    public let server: String
    /// The requested model.
    public let model: String
    /// The model reported in the response. The string is empty if no model was reported.
    public let servedModel: String
    /// The service tier reported in the response.
    public let tier: String?
    /// The ID of the conversation, or `nil` if the attempt does not belong to a conversation.
    public let conversation: String?
    /// The tags of the attempt.
    public let tags: [String]
    /// The identifier of the call. All attempts of the call have the same identifier.
    public let callID: String
    /// The idempotency key. All attempts of the call have the same key.
    public let idempotencyKey: String
    /// The position of the attempt in its call. The first attempt has the number 1, and all others are retries.
    public let number: Int
    /// The status of the attempt.
    public let status: StoredStatus
    /// The HTTP status, or `nil` if no response was received.
    public let httpStatus: Int?
    /// The request ID assigned by the server.
    public let requestID: String?
    /// The error code.
    public let error: String?
    /// The finish reason of the response.
    public let finishReason: String?
    /// The source of the token counts.
    public let tokens: TokenSource
    /// The number of input tokens, including cached tokens.
    public let input: Int?
    /// The number of input tokens read from the provider's cache.
    public let cached: Int?
    /// The number of input tokens written to the provider's cache.
    public let cacheWritten: Int?
    /// The number of output tokens, including reasoning tokens.
    public let output: Int?
    /// The number of reasoning tokens.
    public let reasoning: Int?
    /// The cost reported by the server, or the cost at list price if the server reported no cost. The value is `nil` if
    /// the cost is unknown.
    public let cost: Dollars?
    /// The cost at list price, or `nil` if the server did not report a different cost.
    public let listCost: Dollars?
    /// The reliability of the cost.
    public let costKind: CostSource
    /// The reason that the cost is unknown, or an anomaly that was found.
    public let doubt: String?
    /// The maximum cost that was reserved, or `nil` if no reservation was required.
    public let reserved: Dollars?
    /// The amount counted toward budgets.
    public let counted: Dollars
    /// The time from sending the request to receiving the response head.
    public let firstByte: Duration?
    /// The time from sending the request to the first chunk of a streamed response.
    public let firstToken: Duration?
    /// The time from sending the request to the end of the attempt.
    public let duration: Duration?
}

extension Attempt {
    static let columns = """
        id, started_at, operation, profile, server, model, served_model, tier, conversation, tags, idempotency_key, number,
        status, http_status, request_id, error, finish_reason, tokens, input, cached, output, reasoning, cost, cost_kind,
        doubt, reserved, counted, first_byte, first_token, duration, cache_written,
        ifnull(call, idempotency_key), list_cost
        """

    init(_ row: SQLiteRow) {
        func count(_ column: Int32) -> Int? { row.optionalInteger(column).map { Int(clamping: $0) } }
        func time(_ column: Int32) -> Duration? { row.optionalInteger(column).map { .microseconds($0) } }
        id = Int(clamping: row.integer(0))
        startedAt = Date(ledgerTime: row.integer(1))
        operation = row.text(2)
        profile = row.text(3)
        server = row.text(4)
        model = row.text(5)
        servedModel = row.text(6)
        tier = row.optionalText(7)
        conversation = row.optionalText(8)
        tags = TagList.read(row.optionalText(9))
        idempotencyKey = row.text(10)
        number = count(11) ?? 1
        status = StoredStatus(rawValue: row.text(12)) ?? .unknown
        httpStatus = count(13)
        requestID = row.optionalText(14)
        error = row.optionalText(15)
        finishReason = row.optionalText(16)
        tokens = TokenSource(rawValue: row.text(17)) ?? .unknown
        (input, cached, output, reasoning) = (count(18), count(19), count(20), count(21))
        cost = row.optionalInteger(22).map { Dollars(picodollars: $0) }
        costKind = CostSource(rawValue: row.text(23)) ?? .unknown
        doubt = row.optionalText(24)
        reserved = row.optionalInteger(25).map { Dollars(picodollars: $0) }
        counted = Dollars(picodollars: row.integer(26))
        (firstByte, firstToken, duration) = (time(27), time(28), time(29))
        cacheWritten = count(30)
        callID = row.text(31)
        listCost = row.optionalInteger(32).map { Dollars(picodollars: $0) }
    }
}
