/// A step of `waiter learn`: an explanation, its code, and calls that are made when the step runs.
package struct Lesson: Sendable {
    /// The name in the progress file, which stays the same when steps are added.
    package let name: String
    package let title: String
    /// The explanation, in paragraphs that are separated by blank lines.
    package let text: String
    /// The request as a shell command; nil for a step without one.
    package var curl: String?
    /// The same with `waiter`.
    package let command: String
    /// A complete Swift program, or a package manifest.
    package let swift: String
    /// The result to remember.
    package let summary: String
    /// The calls of the step.
    let run: @Sendable (LessonStage) async throws -> Void
}
