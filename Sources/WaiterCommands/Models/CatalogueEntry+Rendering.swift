internal import Waiter
internal import WaiterModels

extension CatalogueEntry {
    /// The context window, price and encoding in a short format, for lists.
    var columns: [String] { [contextInWords, priceInWords, encodingInWords ?? ""] }

    private var contextInWords: String { contextWindow.map { "\(($0 + 500) / 1000)k tokens" } ?? "" }

    /// The price per million tokens.
    private var priceInWords: String {
        guard let rates = prices?.usual.standard else { return "" }
        let parts = [rates.input.map { "\($0) in" }, rates.output.map { "\($0) out" }].compactMap { $0 }
        return parts.joined(separator: ", ")
    }

    private var encodingInWords: String? { encoding.map { isEncodingAssumed ? "\($0) (assumed)" : $0 } }

    /// The pairs of names and values that are shown for a single model.
    var details: [[String]] {
        var lines: [(String, String?)] = [
            ("kind", kind), ("context", contextWindow.map { "\($0) tokens" }),
            ("input", maxInput.map { "at most \($0) tokens" }),
            ("output", maxOutput.map { "at most \($0) tokens" }), ("encoding", encodingInWords),
        ]
        lines += prices.map(priceLines) ?? [("price", "?")]
        lines.append(("supports", capabilities.isEmpty ? nil : capabilities.map(\.rawValue).joined(separator: ", ")))
        lines.append(("retires", shutdownDate))
        return lines.compactMap { name, value in value.map { [name, $0] } }
    }

    private func priceLines(_ prices: ModelPrices) -> [(String, String?)] {
        var lines: [(String, String?)] = []
        for band in [prices.usual] + prices.long {
            let condition = band.above > 0 ? "above \(band.above) input tokens: " : ""
            func line(_ name: String, _ rates: ModelPrices.Rates?) -> (String, String?) {
                (name, rates.flatMap(Self.words).map { condition + $0 })
            }
            let usual = line("price", band.standard)
            let isUnknown = band.above == 0 && !Cost.Kind.ofMedia.contains { prices.fees[$0] != nil }
            lines.append((band.above > 0 ? "" : "price", usual.1 ?? (isUnknown ? "?" : nil)))
            lines.append(line("batch", band.batch))
            for (tier, rates) in band.tiers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                lines.append(line(tier.rawValue, rates))
            }
        }
        for (kind, price) in prices.fees.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let name = Self.names[kind] ?? kind.rawValue
            let isFirst = !lines.contains { $0.0 == "price" && $0.1 != nil }
            lines.append((isFirst ? "price" : "", "\(Dollars(picodollars: price.picodollars)) \(name)"))
        }
        return lines
    }

    private static let names: [Cost.Kind: String] = [
        .input: "in", .cachedInput: "cached", .cacheWrite: "cache write", .cacheWrite24h: "cache write (24 h)",
        .output: "out", .audioInput: "audio in", .cachedAudioInput: "cached audio", .audioOutput: "audio out",
        .imageInput: "images in", .cachedImageInput: "cached images", .imageOutput: "images out",
        .webSearch: "per web search", .fileSearch: "per file search", .codeInterpreter: "per container",
        .audioSecond: "per second of audio", .character: "per character", .image: "per image",
    ]

    private static func words(_ rates: ModelPrices.Rates) -> String? {
        let known = Cost.Kind.ofTokens.compactMap { kind in
            rates[kind].map { "\($0) \(names[kind] ?? kind.rawValue)" }
        }
        let factor = rates.factor.map { "\(known.isEmpty ? "" : ", otherwise ")\($0) times the usual price" } ?? ""
        if known.isEmpty { return factor.isEmpty ? nil : factor }
        return known.joined(separator: ", ") + " per million tokens" + factor
    }

    /// The JSON members. Unknown values are null.
    var members: JSONObject {
        func number(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
        var object: JSONObject = [
            "kind": kind.map { .string($0) } ?? .null, "context_window": number(contextWindow),
            "max_input": number(inputLimit), "max_output": number(maxOutput),
            "encoding": encoding.map { .string($0) } ?? .null, "encoding_assumed": .bool(isEncodingAssumed),
        ]
        object["prices"] = prices.map { .object(Self.members($0)) } ?? .null
        object["capabilities"] = .array(capabilities.map { .string($0.rawValue) })
        object["shutdown_date"] = shutdownDate.map { .string($0) }
        return object
    }

    /// Returns prices in the catalogue's format.
    private static func members(_ prices: ModelPrices) -> JSONObject {
        var object = members(prices.usual)
        for (kind, price) in prices.fees { object[kind.rawValue] = try? JSONValue(jsonText: price.dollarsEach) }
        let long = prices.long.map { JSONValue.object(members($0)) }
        if !long.isEmpty { object["long"] = long.count == 1 ? long[0] : .array(long) }
        return object
    }

    private static func members(_ band: ModelPrices.Band) -> JSONObject {
        var object: JSONObject = band.above > 0 ? ["above": .integer(Int64(band.above))] : [:]
        for (key, value) in members(band.standard) { object[key] = value }
        object["batch"] = band.batch.map { .object(members($0)) }
        let tiers = band.tiers.sorted { $0.key.rawValue < $1.key.rawValue }
        if !tiers.isEmpty { object["tiers"] = .object(JSONObject(tiers.map { ($0.rawValue, .object(members($1))) })) }
        return object
    }

    /// Returns rates in dollars per million tokens, with numbers that represent the price exactly.
    private static func members(_ rates: ModelPrices.Rates) -> JSONObject {
        var object = JSONObject(
            Cost.Kind.ofTokens.compactMap { kind in
                rates[kind].flatMap { try? JSONValue(jsonText: $0.dollarsPerMillion) }.map { (kind.rawValue, $0) }
            }
        )
        object["factor"] = rates.factor.flatMap { try? JSONValue(jsonText: "\($0)") }
        return object
    }
}
