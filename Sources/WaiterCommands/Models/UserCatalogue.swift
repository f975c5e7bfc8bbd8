internal import Waiter
package import WaiterModels

/// The user's model catalogue, which consists of several layers.
///
/// Members of `models` in the config file override the catalogue installed by `waiter models update`, which in turn
/// overrides the built-in catalogue.
package enum UserCatalogue {
    /// Loads the catalogue.
    ///
    /// - Throws: `CommandFailure` for an invalid member. The error identifies the file and the member.
    package static func load(_ directories: Directories) throws -> ModelCatalogue {
        var catalogue = ModelCatalogue.builtIn
        if let (bytes, _) = try TextFile.readOwn(directories.catalogueFile) {
            let json = try ConfigSyntax.parse(bytes, what: "the model catalogue", path: directories.catalogueFile)
            catalogue = try CatalogueSyntax.naming(directories.catalogueFile) { () throws(ModelCatalogueError) in
                try catalogue.overlaid(with: json)
            }
        }
        let own = try ConfigFile(path: directories.configurationFile).models
        return try CatalogueSyntax.naming(directories.configurationFile) { () throws(ModelCatalogueError) in
            try catalogue.overlaid(withModels: own, from: directories.configurationFile)
        }
    }
}
