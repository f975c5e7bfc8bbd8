import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Releases")
struct ReleaseTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
    }

    /// Runs a script of the project, and returns its exit status and its output.
    private func run(_ script: String, _ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = Self.root.appendingPathComponent("Scripts/\(script)")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    @Test("Scripts and packages read the library's version, and a tag must match it")
    func version() throws {
        let version = WaiterVersion.current
        #expect(try run("version") == (0, version + "\n"))
        // In Debian, "~" sorts before the end, so that a prerelease is older than the release.
        let debian = version.split(separator: "-", maxSplits: 1).joined(separator: "~")
        #expect(try run("version", "--debian") == (0, debian + "\n"))
        #expect(try run("version", "--check", version).status == 0)
        #expect(try run("version", "--check", version + ".1").status == 1)
        #expect(try run("version", "--check").status == 1)
    }

    @Test("The Homebrew formula names the version and the checksum of the source archive")
    func formula() throws {
        let archive = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: archive) }
        try Data("waiter".utf8).write(to: archive)
        let (status, formula) = try run("formula", "owner/waiter", archive.path)
        #expect(status == 0)
        #expect(
            formula.contains(
                "url \"https://github.com/owner/waiter/archive/refs/tags/\(WaiterVersion.current).tar.gz\""
            )
        )
        #expect(formula.contains("sha256 \"\(Self.checksum)\""))
        #expect(!formula.contains("@"))
    }

    /// The SHA-256 of "waiter".
    private static let checksum = "9beb7c0bd91394a08c1138752c0f196ab638f1da2c290184890184cfcb821ab4"

    @Test("The Swift Package Index documents every library")
    func documentedLibraries() throws {
        let libraries = try text("Package.swift").matches(of: /\.library\(name: "(\w+)"/).map { String($0.1) }
        #expect(libraries.count >= 10)
        let documented = try text(".spi.yml").matches(of: /\n +- (Waiter\w*)/).map { String($0.1) }
        #expect(documented == libraries)
    }
}
