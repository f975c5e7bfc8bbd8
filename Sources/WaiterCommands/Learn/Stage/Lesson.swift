/// A step of `waiter learn`: an explanation, its code, and calls that are made when the step runs.
package struct Lesson: Sendable {
    /// The name of the step in the progress file. It does not change when steps are added.
    package let name: String
    package let title: String
    /// The explanation, in paragraphs that are separated by blank lines.
    package let text: String
    /// The request as a shell command, or `nil` if the step has no such command.
    package var curl: String?
    /// The equivalent `waiter` command.
    package let command: String
    /// A complete Swift program, or a package manifest.
    package let swift: String
    /// The point to remember.
    package let summary: String
    /// The calls that the step makes.
    let run: @Sendable (LessonStage) async throws -> Void
}
