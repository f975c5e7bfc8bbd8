internal import WaiterConversation
internal import WaiterModels

/// Errors in model entries that the user wrote, in the config file or in a catalogue.
enum CatalogueSyntax {
    /// Runs the body, and names the file in the error that it throws.
    ///
    /// - Throws: `CommandFailure`.
    static func naming<Value>(
        _ path: String,
        _ body: () throws(ModelCatalogueError) -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch {
            let place = error.place.isEmpty ? "the whole" : error.place
            throw CommandFailure.usage(
                "'\(place)' in \(path) must be \(error.expected)",
                nextStep: "docs/models.md shows how a catalogue is written"
            )
        }
    }
}
