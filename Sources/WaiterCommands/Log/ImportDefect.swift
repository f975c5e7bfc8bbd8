/// Why something is no conversation that can be imported.
package struct ImportDefect: Error, Sendable, Hashable {
    /// What it is, such as `an object with the members a and b`; it holds nothing of what was said.
    package var found: String
    /// Where in the file.
    package var place: String?

    package init(_ found: String, place: String? = nil) {
        self.found = found
        self.place = place
    }
}
