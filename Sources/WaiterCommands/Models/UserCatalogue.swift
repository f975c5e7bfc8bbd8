internal import Waiter
package import WaiterModels

/// The model catalogue as the user has it: the one that comes with Waiter, under the one that `waiter models update` has
/// put beside `models.json`, under `models` of the config file.
package enum UserCatalogue {
    /// - Throws: `CommandFailure` that names the file and the place that are wrong.
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
