internal import WaiterConversation
internal import WaiterModels

/// Converts errors in the model entries that the user wrote in the config file or in a catalogue.
enum CatalogueSyntax {
    /// Calls a closure, and adds the file's path to any error that it throws.
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
