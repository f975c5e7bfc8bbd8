/// Where everything lies inside the directory of the local model.
struct Layout: Sendable, Equatable {
    let directory: String

    /// The private virtual environment; its name carries the version, so another version is another directory.
    var engineDirectory: String { "\(enginesDirectory)/\(Pins.engine.name)-\(Pins.engine.version)" }
    var enginesDirectory: String { "\(directory)/engine" }
    var enginePython: String { "\(engineDirectory)/bin/python" }
    /// Written last: an engine directory without it is half an installation.
    var engineMarker: String { "\(engineDirectory)/waiter-complete" }

    /// Throws if other users could have created or changed the files in the directory: keys, programs, the server's state.
    func checkDirectory() throws {
        guard let defect = OwnFile.defect(ofDirectory: directory) else { return }
        throw LocalModelError.directoryUntrusted(directory, defect)
    }

    var modelsDirectory: String { "\(directory)/models" }
    /// Moved here only when whole and verified.
    var modelFile: String { "\(modelsDirectory)/\(Pins.modelFileName)" }

    /// Holds everything that is being downloaded; removed before and after each installation.
    var workDirectory: String { "\(directory)/installing" }
    var installLock: String { "\(directory)/install.lock" }

    var serverScript: String { "\(directory)/llama_server.py" }
    /// Held while someone starts, uses up or stops the server; its modification time is when someone last asked for it.
    var startLock: String { "\(directory)/start.lock" }
    /// Held by the supervisor as long as it lives.
    var serverLock: String { "\(directory)/server.lock" }
    var stateFile: String { "\(directory)/server.json" }
    /// The key of the server that runs, for an engine that reads it from a file; gone when the server has.
    var keyFile: String { "\(directory)/server.key" }
    var logFile: String { "\(directory)/server.log" }
}
