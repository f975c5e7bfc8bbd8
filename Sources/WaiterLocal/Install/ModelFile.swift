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

    /// Returns the fixed name of the installed model or, for any other model, the file name without its extension.
    static func modelName(of path: String, layout: Layout) -> String {
        if path == layout.modelFile { return Pins.modelName }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.lowercased().hasSuffix(".gguf") ? String(file.dropLast(5)) : file
    }
}
