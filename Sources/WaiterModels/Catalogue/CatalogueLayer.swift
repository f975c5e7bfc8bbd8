internal import Waiter

/// One of the lists that are layered to form a catalogue.
struct CatalogueLayer: Sendable, Hashable {
    /// The name of the list, or `nil` if the list has no name.
    let source: String?
    /// The date on which the list was current, or `nil` if no date is stated.
    let date: String?
    let models: JSONObject

    /// Returns whether the layer sets the member at a path in a model's entry. The layer also sets the member if it
    /// sets an array along the path, because arrays are replaced as a whole.
    func has(_ place: [String], of id: String) -> Bool {
        var value = models[id]
        for name in place {
            if value?.arrayValue != nil { return true }
            value = value?[name]
        }
        return value.map { !$0.isNull } ?? false
    }
}
