internal import WaiterPlatform

/// Checks a model file before an engine is started for it, and gives it a name.
enum ModelFile {
    /// Every GGUF file starts with these four bytes.
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

    /// The installed model has a name of its own; another is called as its file, without the suffix.
    static func modelName(of path: String, layout: Layout) -> String {
        if path == layout.modelFile { return Pins.modelName }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.lowercased().hasSuffix(".gguf") ? String(file.dropLast(5)) : file
    }
}
