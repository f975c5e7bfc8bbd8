internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension Attempt {
    /// The columns of an export, in order.
    static let fields: [(name: String, value: @Sendable (Attempt) -> JSONValue)] = [
        ("id", { .integer(Int64($0.id)) }),
        ("time", { .string($0.startedAt.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))) }),
        ("operation", { .string($0.operation) }), ("profile", { .string($0.profile) }),
        ("server", { .string($0.server) }), ("model", { .string($0.model) }),
        ("served_model", { .string($0.servedModel) }), ("service_tier", { text($0.tier) }),
        ("conversation", { text($0.conversation) }), ("tags", { .array($0.tags.map { .string($0) }) }),
        ("idempotency_key", { .string($0.idempotencyKey) }), ("attempt", { .integer(Int64($0.number)) }),
        ("status", { .string($0.status.rawValue) }), ("http_status", { count($0.httpStatus) }),
        ("request_id", { text($0.requestID) }), ("error", { text($0.error) }),
        ("finish_reason", { text($0.finishReason) }), ("tokens", { .string($0.tokens.rawValue) }),
        ("input_tokens", { count($0.input) }), ("cached_tokens", { count($0.cached) }),
        ("cache_written_tokens", { count($0.cacheWritten) }), ("output_tokens", { count($0.output) }),
        ("reasoning_tokens", { count($0.reasoning) }),
        ("cost_usd", { money($0.cost) }), ("cost_kind", { .string($0.costKind.rawValue) }),
        ("doubt", { text($0.doubt) }), ("reserved_usd", { money($0.reserved) }), ("counted_usd", { money($0.counted) }),
        ("first_byte_ms", { time($0.firstByte) }), ("first_token_ms", { time($0.firstToken) }),
        ("total_ms", { time($0.duration) }), ("list_cost_usd", { money($0.listCost) }),
    ]

    /// The names of the columns and the values in them.
    ///
    /// Amounts are strings, because JSON numbers may lose precision.
    var members: JSONObject { JSONObject(Self.fields.map { ($0.name, $0.value(self)) }) }

    /// The cells of a CSV row. External text is changed so that a spreadsheet does not run it as a formula.
    var cells: [String] {
        Self.fields.map { field in
            switch field.value(self) {
            case .null: ""
            case .array(let texts): CSVLine.harmless(texts.compactMap(\.stringValue).joined(separator: ";"))
            case .string(let text): field.name.hasSuffix("_usd") ? text : CSVLine.harmless(text)
            case let other: other.jsonText
            }
        }
    }

    private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    private static func count(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    private static func money(_ value: Dollars?) -> JSONValue { value.map { .string($0.decimalText) } ?? .null }
    private static func time(_ value: Duration?) -> JSONValue { value.map { .integer($0.milliseconds) } ?? .null }
}
