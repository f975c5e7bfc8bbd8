import Foundation
import Testing
import WaiterCommands

@Suite("The steps of `waiter learn`")
struct LessonListingTests {
    /// The lines of code, without indentation and imports.
    private static func code(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("import ") }
    }

    @Test(
        "Each Swift program of a step is compiled: its lines are also in LessonListings.swift",
        arguments: Lesson.all.filter { $0.name != "install" }.map(\.name)
    )
    func compiled(name: String) throws {
        let lesson = try #require(Lesson.all.first { $0.name == name })
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "LessonListings.swift")
        let compiled = Self.code(try String(contentsOf: file, encoding: .utf8))
        let start = try #require(compiled.firstIndex(of: "static func \(name)() async throws {"))
        let body = compiled[(start + 1)...].prefix(Self.code(lesson.swift).count)
        #expect(Array(body) == Self.code(lesson.swift))
        #expect(lesson.swift.hasPrefix("import "))
    }

    @Test("Thirteen steps have names and titles of their own, and are read in less than ten minutes")
    func texts() {
        #expect(Lesson.all.count == 13)
        #expect(Set(Lesson.all.map(\.name)).count == 13 && Set(Lesson.all.map(\.title)).count == 13)
        // At 200 words a minute.
        let words = Lesson.all.flatMap { "\($0.title) \($0.text) \($0.summary)".split(whereSeparator: \.isWhitespace) }
        #expect(words.count < 2000, "\(words.count) words")
    }

    @Test("Listings are narrow enough to be shown unchanged on 80 columns")
    func widths() {
        for lesson in Lesson.all {
            for code in [lesson.curl ?? "", lesson.command, lesson.swift] {
                for line in code.split(separator: "\n") { #expect(line.count <= 78, "\(lesson.name): \(line)") }
            }
        }
    }
}
