internal import Waiter

/// One of the lists that a catalogue was put together from.
struct CatalogueLayer: Sendable, Hashable {
    /// What it calls itself; nil when it has no name.
    let source: String?
    /// The day on which it was right; nil when it does not say.
    let date: String?
    let models: JSONObject

    /// Whether it has a member of a model, or a list on the way to it, which is taken whole.
    func has(_ place: [String], of id: String) -> Bool {
        var value = models[id]
        for name in place {
            if value?.arrayValue != nil { return true }
            value = value?[name]
        }
        return value.map { !$0.isNull } ?? false
    }
}
