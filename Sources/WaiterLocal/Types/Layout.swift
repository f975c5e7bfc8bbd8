/// The paths of all files in the local model's directory.
struct Layout: Sendable, Equatable {
    let directory: String

    /// The private virtual environment.
    ///
    /// The name of the directory contains the version, so each version has its own directory.
    var engineDirectory: String { "\(enginesDirectory)/\(Pins.engine.name)-\(Pins.engine.version)" }
    var enginesDirectory: String { "\(directory)/engine" }
    var enginePython: String { "\(engineDirectory)/bin/python" }
    /// The marker file. It is written last, so an engine directory without a marker file is incomplete.
    var engineMarker: String { "\(engineDirectory)/waiter-complete" }

    /// Throws an error if other users could have created or changed the files in the directory. These files include
    /// keys, programs and the state of the server.
    func checkDirectory() throws {
        guard let defect = OwnFile.defect(ofDirectory: directory) else { return }
        throw LocalModelError.directoryUntrusted(directory, defect)
    }

    var modelsDirectory: String { "\(directory)/models" }
    /// The model file. It is moved to this path only after it is complete and has been verified.
    var modelFile: String { "\(modelsDirectory)/\(Pins.modelFileName)" }

    /// The directory for downloads in progress. It is removed before and after each installation.
    var workDirectory: String { "\(directory)/installing" }
    var installLock: String { "\(directory)/install.lock" }

    var serverScript: String { "\(directory)/llama_server.py" }
    /// The lock for starting, using or stopping the server.
    ///
    /// The modification time of the file is the time at which the server was last used.
    var startLock: String { "\(directory)/start.lock" }
    /// The lock that the supervisor holds while it is running.
    var serverLock: String { "\(directory)/server.lock" }
    var stateFile: String { "\(directory)/server.json" }
    /// The key file of the running server, if the engine reads the key from a file. The key file is removed when the
    /// server exits.
    var keyFile: String { "\(directory)/server.key" }
    var logFile: String { "\(directory)/server.log" }
}
