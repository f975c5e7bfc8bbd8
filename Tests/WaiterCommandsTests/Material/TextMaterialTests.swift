import Foundation
import Testing

@testable import WaiterCommands

@Suite("Files with -f") struct TextMaterialTests {
    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("waiter-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = root.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: file)
    }

    private func path(_ name: String) -> String { root.path + "/" + name }

    @Test("Each file follows its name, in a fence that its text cannot close")
    func prompt() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try write("a.md", Array("use ````\ncode".utf8))
        let material = try TextMaterial([path("a.md")])
        #expect(material.prompt == "\(path("a.md")):\n`````\nuse ````\ncode\n`````")
    }

    @Test("A pattern expands to its files, sorted; a directory to all its text files")
    func patterns() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try write("b.swift", Array("b".utf8))
        try write("a.swift", Array("a".utf8))
        try write("sub/c.txt", Array("c".utf8))
        try write("sub/image.png", [0x89, 0x50, 0, 1])
        try write("node_modules/d.js", Array("d".utf8))
        try write(".git/config", Array("e".utf8))
        #expect(try TextMaterial([path("*.swift")]).files.map(\.text) == ["a", "b"])
        let all = try TextMaterial([root.path])
        #expect(all.files.map(\.text) == ["a", "b", "c"])
        #expect(all.leftOut[.notText] == [path("sub/image.png")])
        #expect(all.leftOut[.tools] == [path("node_modules/")])
    }

    @Test("A name with pattern characters is used literally if the file exists")
    func literalName() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try write("notes[1].txt", Array("x".utf8))
        #expect(try TextMaterial([path("notes[1].txt")]).files.count == 1)
    }

    @Test("Missing files, non-text files and too many files are rejected by name")
    func refusals() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try write("image.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect { try TextMaterial([path("none.txt")]) } throws: {
            ($0 as? CommandFailure)?.what.contains("none.txt") ?? false
        }
        #expect { try TextMaterial([path("*.none")]) } throws: {
            ($0 as? CommandFailure)?.what.contains("*.none") ?? false
        }
        try write("folder/a.txt", [0x61])
        #expect { try TextMaterial([path("fold*")]) } throws: {
            ($0 as? CommandFailure)?.what.hasPrefix("no file matches") ?? false
        }
        #expect { try TextMaterial([path("image.png")]) } throws: {
            ($0 as? CommandFailure)?.nextStep == "attach it with -a"
        }
        for number in 0...TextMaterial.fileLimit { try write("many/\(number).txt", [0x61]) }
        #expect { try TextMaterial([path("many")]) } throws: {
            ($0 as? CommandFailure)?.what.contains("more than 1000 files") ?? false
        }
    }
}
