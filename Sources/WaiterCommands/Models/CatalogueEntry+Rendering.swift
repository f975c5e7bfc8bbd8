internal import Waiter
internal import WaiterConversation

extension CatalogueEntry {
    /// Context, price and encoding as short as a list wants them.
    var columns: [String] { [contextInWords, priceInWords, encodingInWords ?? ""] }

    private var contextInWords: String { contextWindow.map { "\(($0 + 500) / 1000)k tokens" } ?? "" }

    /// Of a million tokens.
    private var priceInWords: String {
        guard let rates = prices?.usual else { return "" }
        let parts = [rates.input.map { "\($0) in" }, rates.output.map { "\($0) out" }].compactMap { $0 }
        return parts.joined(separator: ", ")
    }

    private var encodingInWords: String? { encoding.map { isEncodingAssumed ? "\($0) (assumed)" : $0 } }

    /// Lines of a name and a value, for one model.
    var details: [[String]] {
        var lines: [(String, String?)] = [
            ("kind", kind), ("context", contextWindow.map { "\($0) tokens" }),
            ("input", maximumInput.map { "at most \($0) tokens" }),
            ("output", maximumOutput.map { "at most \($0) tokens" }), ("encoding", encodingInWords),
            ("price", Self.words(prices?.usual) ?? "?"),
        ]
        if let prices, let above = prices.above {
            lines.append(("", Self.words(prices.long).map { "above \(above) tokens of input: \($0)" }))
        }
        lines.append(("batch", Self.batchWords(prices?.usual)))
        lines.append(("can", capabilities.isEmpty ? nil : capabilities.map(\.rawValue).joined(separator: ", ")))
        lines.append(("ends", shutdownDate))
        return lines.compactMap { name, value in value.map { [name, $0] } }
    }

    private static func words(_ rates: ModelPrices.Rates?) -> String? {
        list([
            ("in", rates?.input), ("cached", rates?.cachedInput), ("into the cache", rates?.cacheWrite),
            ("out", rates?.output),
        ])
    }

    private static func batchWords(_ rates: ModelPrices.Rates?) -> String? {
        list([("in", rates?.batchInput), ("cached", rates?.batchCachedInput), ("out", rates?.batchOutput)])
    }

    private static func list(_ prices: [(String, TokenPrice?)]) -> String? {
        let known = prices.compactMap { name, price in price.map { "\($0) \(name)" } }
        return known.isEmpty ? nil : known.joined(separator: ", ") + " per million tokens"
    }

    /// Null stands for what is not known.
    var members: JSONObject {
        func number(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
        var object: JSONObject = [
            "kind": kind.map { .string($0) } ?? .null, "context_window": number(contextWindow),
            "max_input": number(inputLimit), "max_output": number(maximumOutput),
            "encoding": encoding.map { .string($0) } ?? .null, "encoding_assumed": .bool(isEncodingAssumed),
        ]
        object["prices"] = prices.map { prices in
            var members = Self.members(prices.usual)
            if let long = prices.long {
                members["above"] = number(prices.above)
                members["long"] = .object(Self.members(long))
            }
            return .object(members)
        }
        object["prices"] = object["prices"] ?? .null
        object["capabilities"] = .array(capabilities.map { .string($0.rawValue) })
        object["shutdown_date"] = shutdownDate.map { .string($0) }
        return object
    }

    /// Dollars per million tokens; the text of such a number is exactly the price.
    private static func members(_ rates: ModelPrices.Rates) -> JSONObject {
        let all: [(String, TokenPrice?)] = [
            ("input", rates.input), ("cached_input", rates.cachedInput), ("cache_write", rates.cacheWrite),
            ("output", rates.output), ("batch_input", rates.batchInput),
            ("batch_cached_input", rates.batchCachedInput), ("batch_output", rates.batchOutput),
        ]
        return JSONObject(
            all.compactMap { name, price in
                price.flatMap { try? JSONValue(jsonText: $0.dollarsPerMillion) }.map { (name, $0) }
            }
        )
    }
}
