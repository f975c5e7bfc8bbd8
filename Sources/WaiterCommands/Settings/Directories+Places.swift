extension Directories {
    /// A file or directory that Waiter uses.
    package struct Place: Sendable, Hashable {
        /// The name in `waiter config path`.
        package var name: String
        package var path: String
        package var content: String
    }

    /// All files and directories, whether or not they exist yet.
    package var places: [Place] {
        [
            Place(name: "config", path: configurationFile, content: "the configuration; comments are allowed"),
            Place(name: "keys", path: keyFile, content: "the keys that waiter keys keeps"),
            Place(name: "models", path: modelFile, content: "default models and aliases"),
            Place(name: "catalogue", path: catalogueFile, content: "newer limits and prices of models"),
            Place(name: "templates", path: templates, content: "templates, a file each"),
            Place(name: "local", path: localModel, content: "the model on this machine"),
            Place(name: "database", path: database, content: "conversations"),
            Place(name: "lists", path: modelLists, content: "the models that servers have listed"),
            Place(name: "history", path: history, content: "what was typed at prompts"),
        ]
    }
}
