internal import Waiter

/// A decoder that reads prices from JSON and reports the path of an invalid value. Unknown members are ignored.
enum PriceReader {
    /// Decodes the prices of a model.
    ///
    /// - Throws: `ModelCatalogueError` for an invalid value.
    static func prices(_ value: JSONValue, at place: String) throws(ModelCatalogueError) -> ModelPrices {
        guard let object = value.objectValue else { throw ModelCatalogueError(place, "an object") }
        var prices = ModelPrices(usual: try band(object, above: 0, at: place))
        for kind in Cost.Kind.ofPieces {
            prices.fees[kind] = try number(object[kind.rawValue], kind.rawValue, at: place, expected: Self.pieces) {
                ModelPrices.TokenPrice(dollarsEach: $0)
            }
        }
        guard let value = object["long"], !value.isNull else { return prices }
        if let list = value.arrayValue {
            for (position, value) in list.enumerated() {
                prices.long.append(try long(value, at: "\(place).long[\(position)]", after: prices.long.last))
            }
        } else {
            prices.long = [try long(value, at: "\(place).long", after: nil)]
        }
        return prices
    }

    /// Reads the prices of hosted tools. A price without its own source or date uses the list's source or date.
    ///
    /// - Throws: `ModelCatalogueError` for an invalid value.
    static func tools(
        _ value: JSONValue?,
        source: String?,
        date: String?
    ) throws(ModelCatalogueError) -> [Cost.Kind: ToolPrice] {
        guard let value, !value.isNull else { return [:] }
        guard let object = value.objectValue else { throw ModelCatalogueError("tools", "an object") }
        var tools: [Cost.Kind: ToolPrice] = [:]
        for (name, row) in object {
            let price = try number(row["price"], "price", at: "tools.\(name)", expected: Self.pieces) {
                ModelPrices.TokenPrice(dollarsEach: $0)
            }
            guard let price else { throw ModelCatalogueError("tools.\(name).price", Self.pieces) }
            tools[Cost.Kind(rawValue: name)] = ToolPrice(
                price: price,
                source: row["source"]?.stringValue ?? source,
                date: row["date"]?.stringValue ?? date
            )
        }
        return tools
    }

    private static func long(
        _ value: JSONValue,
        at place: String,
        after last: ModelPrices.Band?
    ) throws(ModelCatalogueError) -> ModelPrices.Band {
        guard let object = value.objectValue else { throw ModelCatalogueError(place, "an object") }
        let least = (last?.above ?? 0) + 1
        guard let above = try CatalogueReader.count(object, "above", at: place), above >= least else {
            throw ModelCatalogueError("\(place).above", "an integer of at least \(least)")
        }
        return try band(object, above: above, at: place)
    }

    private static func band(
        _ object: JSONObject,
        above: Int,
        at place: String
    ) throws(ModelCatalogueError) -> ModelPrices.Band {
        var band = ModelPrices.Band(above: above, standard: try rates(object, at: place))
        if let batch = object["batch"], !batch.isNull {
            band.batch = try tier(batch, at: "\(place).batch")
        }
        guard let tiers = object["tiers"], !tiers.isNull else { return band }
        guard let tiers = tiers.objectValue else { throw ModelCatalogueError("\(place).tiers", "an object") }
        for (name, value) in tiers where !value.isNull {
            band.tiers[ServiceTier(rawValue: name)] = try tier(value, at: "\(place).tiers.\(name)")
        }
        return band
    }

    private static func tier(_ value: JSONValue, at place: String) throws(ModelCatalogueError) -> ModelPrices.Rates {
        guard let object = value.objectValue else { throw ModelCatalogueError(place, "an object") }
        var rates = try rates(object, at: place)
        rates.factor = try number(object["factor"], "factor", at: place, expected: Self.factors) {
            ModelPrices.Factor($0)
        }
        return rates
    }

    private static func rates(_ object: JSONObject, at place: String) throws(ModelCatalogueError) -> ModelPrices.Rates {
        var rates = ModelPrices.Rates()
        for (name, value) in object {
            let kind = Cost.Kind(rawValue: name)
            guard Self.kinds.contains(kind) else { continue }
            rates[kind] = try number(value, name, at: place, expected: Self.tokens) {
                ModelPrices.TokenPrice(dollarsPerMillion: $0)
            }
        }
        return rates
    }

    private static let kinds = Set(Cost.Kind.ofTokens)

    private static let tokens = "a price of 0 to 1000000 dollars per million tokens with at most six decimal places"
    private static let pieces = "a price of 0 to 1000 dollars per unit with at most twelve decimal places"
    private static let factors = "a number from 0 to 1000 with at most six decimal places"

    private static func number<Value>(
        _ value: JSONValue?,
        _ key: String,
        at place: String,
        expected: String,
        _ make: (String) -> Value?
    ) throws(ModelCatalogueError) -> Value? {
        guard let value, !value.isNull else { return nil }
        let text: String? =
            switch value {
            case .integer(let number): "\(number)"
            // The shortest decimal representation of a double is the number as originally written.
            case .number(let number): number.description
            case .string(let text): text
            default: nil
            }
        guard let made = text.flatMap(make) else { throw ModelCatalogueError("\(place).\(key)", expected) }
        return made
    }
}
