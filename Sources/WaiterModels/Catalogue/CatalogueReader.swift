internal import Waiter

/// A decoder that reads catalogue entries from JSON and reports the path of an invalid value. Unknown members are
/// ignored.
struct CatalogueReader {
    /// Decodes the entry for a model.
    ///
    /// - Throws: `ModelCatalogueError` for an invalid value.
    static func entry(_ id: String, _ value: JSONValue) throws(ModelCatalogueError) -> CatalogueEntry {
        let place = "models.\(id)"
        guard let object = value.objectValue else { throw ModelCatalogueError(place, "an object") }
        var entry = CatalogueEntry(id: id)
        entry.kind = try text(object, "kind", at: place)
        entry.contextWindow = try count(object, "context", at: place)
        entry.maxInput = try count(object, "max_input", at: place)
        entry.maxOutput = try count(object, "max_output", at: place)
        entry.encoding = try text(object, "encoding", at: place)
        entry.isEncodingAssumed = try flag(object, "encoding_assumed", at: place)
        entry.alwaysSearches = try flag(object, "searches_always", at: place)
        entry.shutdownDate = try text(object, "shutdown", at: place)
        if let date = entry.shutdownDate, !isDate(date) {
            throw ModelCatalogueError("\(place).shutdown", "a date such as \"2026-12-31\"")
        }
        if let price = object["price"], !price.isNull {
            entry.prices = try PriceReader.prices(price, at: "\(place).price")
        }
        if let able = object["can"], !able.isNull {
            let words = able.arrayValue?.map(\.stringValue) ?? [nil]
            guard !words.contains(nil) else { throw ModelCatalogueError("\(place).can", "a list of strings") }
            entry.capabilities = words.compactMap { $0.map(ModelCapability.init(rawValue:)) }
        }
        return entry
    }

    // MARK: Members

    static func count(
        _ object: JSONObject,
        _ key: String,
        at place: String
    ) throws(ModelCatalogueError) -> Int? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.intValue, (1...1_000_000_000_000).contains(number) else {
            throw ModelCatalogueError("\(place).\(key)", "an integer of at least 1")
        }
        return number
    }

    private static func flag(
        _ object: JSONObject,
        _ key: String,
        at place: String
    ) throws(ModelCatalogueError) -> Bool {
        guard let value = object[key], !value.isNull else { return false }
        guard let flag = value.boolValue else { throw ModelCatalogueError("\(place).\(key)", "true or false") }
        return flag
    }

    private static func text(
        _ object: JSONObject,
        _ key: String,
        at place: String
    ) throws(ModelCatalogueError) -> String? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let text = value.stringValue, !text.isEmpty else {
            throw ModelCatalogueError("\(place).\(key)", "a string")
        }
        return text
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
