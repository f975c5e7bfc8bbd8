/// The reason why a value cannot be imported as a conversation.
package struct ImportDefect: Error, Sendable, Hashable {
    /// A description of the value, such as `an object with the members a and b`. It does not contain the content of any
    /// message.
    package var found: String
    /// The location in the file.
    package var place: String?

    package init(_ found: String, place: String? = nil) {
        self.found = found
        self.place = place
    }
}
