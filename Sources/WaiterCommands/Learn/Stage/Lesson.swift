/// A step of `waiter learn`: an explanation, code examples, and the calls that the step makes.
package struct Lesson: Sendable {
    /// The name of the step in the progress file. It does not change when steps are added.
    package let name: String
    package let title: String
    /// The explanation, in paragraphs that are separated by blank lines.
    package let text: String
    /// The example as a curl command, or `nil` if the step has none.
    package var curl: String?
    /// The example as a `waiter` command.
    package let command: String
    /// The example as a complete Swift program or a package manifest.
    package let swift: String
    /// The point to remember.
    package let summary: String
    /// The calls that the step makes.
    let run: @Sendable (LessonStage) async throws -> Void
}
