/// A server that needs no configuration, because its values are built in.
///
/// Servers change, so each entry states the source of its values and the date on which they were read. Undocumented
/// values are omitted.
package struct BuiltInServer: Sendable, Hashable {
    package var name: String
    package var baseURL: String
    /// The environment variable that contains the key, or `nil` if the server usually needs no key.
    package var keyVariable: String?
    /// The APIs that the server supports according to its documentation, with the preferred API first.
    package var apis: [APIChoice]
    /// The default model for embeddings, or `nil` if no default is documented.
    package var embeddingModel: String?
    /// Known differences from OpenAI's API.
    package var quirks: [String]
    /// The page or project from which the values were taken.
    package var source: String
    /// The date on which the source was read, as a year and month, or as a full date.
    package var date: String

    package static func named(_ name: String) -> BuiltInServer? { all.first { $0.name == name } }
}
