/// The program that runs the model.
public struct LocalEngine: Sendable, Hashable, Codable {
    /// The kind of engine.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// llama.cpp's server as a Python extension, which is installed in the private virtual environment.
        case xllamacpp
        /// llama.cpp's own `llama-server`, found in PATH.
        case llamaServer = "llama-server"
    }

    /// The kind of the engine.
    public var kind: Kind
    /// The path of the executable, which is `llama-server` or the `python` of the virtual environment.
    public var path: String
}
