internal import Waiter
internal import WaiterPlatform

/// The completed steps of `waiter learn`. They are stored in a file that only its owner can read.
package struct LessonProgress: Sendable {
    private let path: String
    /// The names of the completed steps, in order of completion. Unknown names are preserved.
    package private(set) var completed: [String] = []

    /// Reads the file. If the file does not exist, no step is complete.
    ///
    /// - Throws: `CommandFailure` if the file cannot be read or is malformed. Use `init(emptyAt:)` to start over.
    package init(path: String) throws {
        self.path = path
        guard let (bytes, _) = try TextFile.readOwn(path, limit: 1 << 16) else { return }
        guard let names = (try? JSONValue(parsing: bytes))?["completed"]?.arrayValue?.compactMap(\.stringValue) else {
            throw CommandFailure.usage("\(path) is not a valid progress file")
        }
        completed = names
    }

    /// Creates a progress value with no completed steps.
    package init(emptyAt path: String) {
        self.path = path
    }

    package func contains(_ lesson: Lesson) -> Bool { completed.contains(lesson.name) }

    /// The first step that is not complete, or `nil` if all steps are complete.
    package var next: Lesson? { Lesson.all.first { !contains($0) } }

    /// Marks a step as complete and saves the progress.
    ///
    /// - Throws: `FileSystemError` if the file cannot be written. Even in that case, the step is added to this value.
    package mutating func complete(_ lesson: Lesson) throws {
        guard !contains(lesson) else { return }
        completed.append(lesson.name)
        try save()
    }

    /// Marks all steps as incomplete.
    ///
    /// - Throws: `FileSystemError` if the file cannot be written.
    package mutating func reset() throws {
        completed = []
        try save()
    }

    private func save() throws {
        let json: JSONValue = ["completed": .array(completed.map { .string($0) })]
        try PrivateFile.createDirectory(FileSystem.parent(of: path) ?? "/")
        try PrivateFile.replace(PrivateFile.resolve(path), with: Array((json.prettyJSONText + "\n").utf8))
    }
}
