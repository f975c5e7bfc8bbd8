internal import Waiter

extension ModelCatalogue {
    /// The catalogue that comes with the package, read when it is first asked for.
    public static let builtIn: ModelCatalogue = {
        // Made by Scripts/model-catalogue, and read by a test entry by entry.
        (try? JSONValue(parsing: PackageResources.catalogue_json)).map { ModelCatalogue(trusted: $0) }
            ?? ModelCatalogue()
    }()
}
