internal import WaiterConversation
internal import WaiterModels

/// Converts errors in model entries to failures for the user. Users write these entries in the config file or in a
/// catalogue.
enum CatalogueSyntax {
    /// Calls a closure and converts any error that the closure throws to a failure that contains the file's path.
    ///
    /// - Throws: `CommandFailure`.
    static func naming<Value>(
        _ path: String,
        _ body: () throws(ModelCatalogueError) -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch {
            let place = error.place.isEmpty ? "top level" : error.place
            throw CommandFailure.usage(
                "'\(place)' in \(path) must be \(error.expected)",
                nextStep: "see docs/models.md for the format"
            )
        }
    }
}
