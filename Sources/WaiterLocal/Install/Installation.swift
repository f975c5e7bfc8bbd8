internal import WaiterPlatform

/// The installed engine and model, as far as the files tell.
struct Installation: Sendable {
    let layout: Layout
    let environment: [String: String]

    /// The engine that a start would use: `llama-server` on the PATH, else the installed one, else nil.
    func engine(_ kind: LocalEngine.Kind? = nil) -> LocalEngine? {
        if kind != .xllamacpp, let path = ExecutableSearch(environment: environment).first("llama-server") {
            return LocalEngine(kind: .llamaServer, path: path)
        }
        guard kind != .llamaServer, isEngineInstalled else { return nil }
        return LocalEngine(kind: .xllamacpp, path: layout.enginePython)
    }

    /// Whether the environment is complete and the Python it was made from still exists.
    var isEngineInstalled: Bool {
        FileSystem.size(of: layout.engineMarker) != nil && FileSystem.isExecutable(layout.enginePython)
    }

    /// Whether the model is installed; it was verified before it was moved to its place, so its size suffices here.
    var isModelInstalled: Bool {
        FileSystem.size(of: layout.modelFile) == Pins.modelFileBytes
    }

    /// The engine and the model file that these options mean; throws when either is missing.
    func engineAndModel(for options: ServerOptions) throws -> (LocalEngine, modelFile: String) {
        if let file = options.modelFile {
            try ModelFile.validate(file)
        } else if !isModelInstalled {
            throw LocalModelError.notInstalled("the local model")
        }
        guard let engine = engine(options.engine) else {
            throw LocalModelError.notInstalled(options.engine == .llamaServer ? "`llama-server`" : "llama.cpp's server")
        }
        return (engine, options.modelFile ?? layout.modelFile)
    }
}
