internal import WaiterPlatform

/// Validates model files before an engine is started, and derives model names.
enum ModelFile {
    /// The first four bytes of every GGUF file.
    private static let magic = Array("GGUF".utf8)

    static func validate(_ path: String) throws {
        guard let size = FileSystem.size(of: path) else {
            throw LocalModelError.modelFileInvalid(path, "does not exist or is not a file")
        }
        guard let head = FileSystem.read(path, limit: 4) else {
            throw LocalModelError.modelFileInvalid(path, "cannot be read")
        }
        guard head == magic, size > 1024 else {
            throw LocalModelError.modelFileInvalid(path, "is not in the GGUF format")
        }
    }

    /// Returns the name of a model. The installed model has a fixed name. The name of any other model is its file name
    /// without the extension.
    static func modelName(of path: String, layout: Layout) -> String {
        if path == layout.modelFile { return Pins.modelName }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.lowercased().hasSuffix(".gguf") ? String(file.dropLast(5)) : file
    }
}
