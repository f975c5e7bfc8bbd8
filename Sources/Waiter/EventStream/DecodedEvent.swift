/// The meaning of one event of a stream.
package enum DecodedEvent<Element> {
    case element(Element)
    /// An event that holds nothing for the caller: a ping, or an object of another kind.
    case ignored
    /// An error that the server reports.
    case error(JSONValue)
    /// An element, and an error that the server reports in it.
    case failed(Element, JSONValue)
}
