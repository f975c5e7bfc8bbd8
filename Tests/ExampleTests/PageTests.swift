import Foundation
import Testing

/// Every block of Swift code on the pages for programs is compiled: its lines are also in a file of these tests or the
/// examples.
@Suite("Code on pages")
struct PageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The lines of code, without indentation, comments and imports.
    private static func code(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let code = String(line).replacing(/(?:^|\s)\/\/.*$/, with: "").trimmingCharacters(in: .whitespaces)
            return code.isEmpty || code.hasPrefix("import ") ? nil : code
        }
    }

    private static func blocks(of page: String) throws -> [[String]] {
        let text = try String(contentsOf: root.appending(path: page), encoding: .utf8)
        return text.components(separatedBy: "```swift\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
            .filter { !$0.hasPrefix("// Package.swift") }
            .map(code)
    }

    private static func compiledFiles() throws -> [[String]] {
        var files: [[String]] = []
        for folder in ["Tests/ExampleTests", "Examples", "Snippets"] {
            let found = FileManager.default.enumerator(
                at: root.appending(path: folder),
                includingPropertiesForKeys: nil
            )
            for case let file as URL in try #require(found) where file.pathExtension == "swift" {
                files.append(code(try String(contentsOf: file, encoding: .utf8)))
            }
        }
        return files
    }

    private static func contains(_ block: [String], in file: [String]) -> Bool {
        guard let first = block.first, file.count >= block.count else { return false }
        return file.indices.dropLast(block.count - 1).contains { start in
            file[start] == first && file[start..<(start + block.count)].elementsEqual(block)
        }
    }

    @Test(
        "Each block of code on a page is compiled",
        arguments: [
            "README.md", "docs/client.md", "docs/media.md", "docs/retrieval.md", "docs/sessions.md",
            "docs/structured-output.md",
            "docs/testing.md", "docs/tools.md", "docs/user-budgets.md",
        ]
    )
    func compiled(_ page: String) throws {
        let files = try Self.compiledFiles()
        let blocks = try Self.blocks(of: page)
        #expect(blocks.count >= 4)
        for block in blocks {
            #expect(files.contains { Self.contains(block, in: $0) }, "\(page):\n\(block.joined(separator: "\n"))")
        }
    }

    @Test("Articles show compiled snippets, and no other code")
    func articles() throws {
        let found = FileManager.default.enumerator(
            at: Self.root.appending(path: "Sources"),
            includingPropertiesForKeys: nil
        )
        var snippets = 0
        for case let file as URL in try #require(found) where file.pathExtension == "md" {
            let text = try String(contentsOf: file, encoding: .utf8)
            let blocks = text.components(separatedBy: "```swift\n").dropFirst()
            #expect(blocks.allSatisfy { $0.hasPrefix("// Package.swift") }, "\(file.path)")
            snippets += text.components(separatedBy: "@Snippet(").count - 1
        }
        #expect(snippets > 0)
    }
}
