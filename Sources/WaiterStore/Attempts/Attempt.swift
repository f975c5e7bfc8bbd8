public import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What the ledger has of one attempt of a call.
public struct Attempt: Codable, Sendable, Hashable {
    /// How an attempt ended.
    public enum StoredStatus: String, Codable, Sendable, Hashable {
        /// It is under way.
        case open
        /// The whole answer came.
        case complete
        /// The server refused it, answered with something else, or not at all.
        case failed
        /// The caller ended it.
        case cancelled
        /// The answer broke off.
        case truncated
        /// The process that made it is gone; nobody knows.
        case unknown
    }

    /// Its number in the ledger, by which attempts are in the order of their beginning.
    public let id: Int
    /// When it began, by the clock of this machine.
    public let startedAt: Date
    /// The call's name, such as `chat.completions.create`.
    public let operation: String
    /// The profile; empty when nobody said.
    public let profile: String
    /// The host.
    public let server: String
    /// The model that was asked for.
    public let model: String
    /// The model that the answer named; empty when it named none.
    public let servedModel: String
    /// The tier that the answer named.
    public let tier: String?
    /// The conversation's ID; nil for none.
    public let conversation: String?
    /// The tags.
    public let tags: [String]
    /// The identifier of the call, the same for all its attempts.
    public let callID: String
    /// The idempotency key, the same for all attempts of the call.
    public let idempotencyKey: String
    /// Which attempt of its call it is, from 1; more is a retry.
    public let number: Int
    /// How it ended.
    public let status: StoredStatus
    /// The HTTP status; nil when no response came.
    public let httpStatus: Int?
    /// The server's ID of the request.
    public let requestID: String?
    /// The code of the error.
    public let error: String?
    /// Why the answer ended.
    public let finishReason: String?
    /// Where the counts come from.
    public let tokens: TokenSource
    /// Tokens of the input, the cached ones included.
    public let input: Int?
    /// Tokens of the input that the provider had in its cache.
    public let cached: Int?
    /// Tokens of the input that were put into the provider's cache.
    public let cacheWritten: Int?
    /// Tokens of the output, those of reasoning included.
    public let output: Int?
    /// Tokens of reasoning.
    public let reasoning: Int?
    /// The cost: what the server reported, else the list price; nil when it is unknown.
    public let cost: Dollars?
    /// The cost by list price where the server reported another; nil otherwise.
    public let listCost: Dollars?
    /// What the cost is worth.
    public let costKind: CostSource
    /// Why the cost is not known, or what was odd.
    public let doubt: String?
    /// The most that it could cost; nil where no budget asked.
    public let reserved: Dollars?
    /// What budgets count.
    public let counted: Dollars
    /// From sending to the head of the response.
    public let firstByte: Duration?
    /// From sending to the first piece of a streamed answer.
    public let firstToken: Duration?
    /// From sending to the end.
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
