internal import WaiterPlatform

/// The installed engine and model, as determined by examining the files.
struct Installation: Sendable {
    let layout: Layout
    let environment: [String: String]

    /// Returns the engine that a new server would use, or `nil` if no engine is available. If `llama-server` is in
    /// PATH, it is used. Otherwise, the installed engine is used.
    func engine(_ kind: LocalEngine.Kind? = nil) -> LocalEngine? {
        if kind != .xllamacpp, let path = ExecutableSearch(environment: environment).first("llama-server") {
            return LocalEngine(kind: .llamaServer, path: path)
        }
        guard kind != .llamaServer, isEngineInstalled else { return nil }
        return LocalEngine(kind: .xllamacpp, path: layout.enginePython)
    }

    /// Whether the virtual environment is complete and its base Python still exists.
    var isEngineInstalled: Bool {
        FileSystem.size(of: layout.engineMarker) != nil && FileSystem.isExecutable(layout.enginePython)
    }

    /// Whether the model is installed.
    ///
    /// The model was verified before it was moved into place, so checking its size is sufficient.
    var isModelInstalled: Bool {
        FileSystem.size(of: layout.modelFile) == Pins.modelFileBytes
    }

    /// Returns the engine and the model file for the given options, or throws an error if either is missing.
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
