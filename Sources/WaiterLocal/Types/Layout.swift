/// The paths of all files in the local model's directory.
struct Layout: Sendable, Equatable {
    let directory: String

    /// The private virtual environment.
    ///
    /// The name contains the version, so each version has its own directory.
    var engineDirectory: String { "\(enginesDirectory)/\(Pins.engine.name)-\(Pins.engine.version)" }
    var enginesDirectory: String { "\(directory)/engine" }
    var enginePython: String { "\(engineDirectory)/bin/python" }
    /// The marker file, which is written last. An engine directory without it is incomplete.
    var engineMarker: String { "\(engineDirectory)/waiter-complete" }

    /// Throws an error if other users could have created or changed the files in the directory, such as keys, programs and the
    /// server's state.
    func checkDirectory() throws {
        guard let defect = OwnFile.defect(ofDirectory: directory) else { return }
        throw LocalModelError.directoryUntrusted(directory, defect)
    }

    var modelsDirectory: String { "\(directory)/models" }
    /// The model file, which is moved here only after it is complete and verified.
    var modelFile: String { "\(modelsDirectory)/\(Pins.modelFileName)" }

    /// The directory for downloads in progress, which is removed before and after each installation.
    var workDirectory: String { "\(directory)/installing" }
    var installLock: String { "\(directory)/install.lock" }

    var serverScript: String { "\(directory)/llama_server.py" }
    /// The lock for starting, using or stopping the server.
    ///
    /// Its modification time is the time of the last use.
    var startLock: String { "\(directory)/start.lock" }
    /// The lock that the supervisor holds while it is running.
    var serverLock: String { "\(directory)/server.lock" }
    var stateFile: String { "\(directory)/server.json" }
    /// The key file of the running server, for an engine that reads the key from a file. It is removed when the server exits.
    var keyFile: String { "\(directory)/server.key" }
    var logFile: String { "\(directory)/server.log" }
}
