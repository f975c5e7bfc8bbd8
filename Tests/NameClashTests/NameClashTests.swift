import Foundation
import Testing

/// `PublicNames.swift` uses every public top-level name unqualified, next to modules that programs import with ours: it
/// does not compile if one is ambiguous. These tests compare the list with the sources.
@Suite("Public names")
struct NameClashTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The modules of the library products in the manifest.
    private static func productModules() throws -> [String] {
        let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        return manifest.matches(of: /\.library\(name: "\w+", targets: \["(\w+)"\]\)/).map { String($0.1) }
    }

    /// Returns the public declarations at the top level of a module.
    private static func publicNames(of module: String) throws -> Set<String> {
        let folder = root.appending(path: "Sources/\(module)")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var names: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            let declaration =
                /(?m)^public (?:final |indirect |nonisolated )*(?:struct|class|enum|actor|protocol|typealias|func|let|var) (\w+)/
            names.formUnion(text.matches(of: declaration).map { String($0.1) })
        }
        return names
    }

    /// The names used in `PublicNames.swift`.
    private static func spelledNames() throws -> Set<String> {
        let list = root.appending(path: "Tests/NameClashTests/PublicNames.swift")
        let text = try String(contentsOf: list, encoding: .utf8)
        return Set(text.matches(of: /(?m)^    \(?(?:any )?(\w+)(?:<[^>]*>)?\)?\.self,$/).map { String($0.1) })
    }

    @Test("PublicNames.swift contains every public top-level name, unqualified, and no other")
    func allNames() throws {
        let modules = try Self.productModules()
        #expect(modules.count >= 5)
        let declared = try modules.reduce(into: Set<String>()) { try $0.formUnion(Self.publicNames(of: $1)) }
        let spelled = try Self.spelledNames()
        #expect(
            declared.subtracting(spelled).sorted() == [],
            "add them to PublicNames.swift"
        )
        #expect(spelled.subtracting(declared).sorted() == [], "remove them from PublicNames.swift")
        #expect(spelled.count == publicTypes.count)
    }

    @Test("No public top-level name is declared by two modules")
    func distinctNames() throws {
        var owners: [String: [String]] = [:]
        for module in try Self.productModules() {
            for name in try Self.publicNames(of: module) { owners[name, default: []].append(module) }
        }
        #expect(owners.filter { $0.value.count > 1 }.isEmpty)
    }
}
