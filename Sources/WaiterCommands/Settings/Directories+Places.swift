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
            Place(name: "keys", path: keyFile, content: "API keys stored by waiter keys"),
            Place(name: "models", path: modelFile, content: "default models and aliases"),
            Place(name: "catalogue", path: catalogueFile, content: "an installed model catalogue"),
            Place(name: "templates", path: templates, content: "templates, one file each"),
            Place(name: "local", path: localModel, content: "the local model"),
            Place(name: "database", path: database, content: "conversations, usage and budgets"),
            Place(name: "batches", path: bulkDatabase, content: "bulk runs and their results"),
            Place(name: "lists", path: modelLists, content: "the models that servers list"),
            Place(name: "uploads", path: uploads, content: "the state of interrupted uploads"),
            Place(name: "history", path: history, content: "the input history of waiter chat"),
            Place(name: "lessons", path: lessonProgress, content: "the completed steps of waiter learn"),
        ]
    }
}
