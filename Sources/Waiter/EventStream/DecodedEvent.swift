/// The result of decoding a stream event.
package enum DecodedEvent<Element> {
    case element(Element)
    /// An event that contains nothing for the caller, such as a ping or an object of an unexpected type.
    case ignored
    /// An error reported by the server.
    case error(JSONValue)
    /// An element in which the server reports an error.
    case failed(Element, JSONValue)
}
