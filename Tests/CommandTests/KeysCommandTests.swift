import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter keys")
struct KeysCommandTests {
    /// Assembled at run time, so that a scan of this file finds nothing.
    private static let key = "sk-" + "stored-0123456789abcdefWXYZ"

    private let scene: Scene
    private var path: String { scene.fixture.waiterHome + "/keys.json" }

    init() throws {
        scene = try Scene(Reply.stream("Hello"))
    }

    /// Runs `waiter keys` without a key in the environment and checks that no key is shown.
    private func keys(
        _ arguments: String...,
        input: CommandInput = .empty,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> CommandResult {
        let command = try await scene.start(["keys"] + arguments, input: input, environment: ["OPENAI_API_KEY": ""])
        let result = await scene.finish(command, sourceLocation: sourceLocation)
        for text in [result.output, result.error] {
            #expect(!text.contains(Self.key), "the key is shown", sourceLocation: sourceLocation)
        }
        return result
    }

    private var stored: JSONValue? {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return try? JSONValue(jsonText: String(decoding: data, as: UTF8.self))
    }

    private func authorization() async throws -> String? {
        let result = try await scene.run("Hi", environment: ["OPENAI_API_KEY": ""])
        #expect(result.output == "Hello\n", "\(result.error)")
        return scene.server.requests.last?.headers["authorization"]
    }

    @Test("A key from standard input is stored privately, listed masked, used by a question, and removed")
    func life() async throws {
        let set = try await keys("set", "openai", input: .text("  \(Self.key)\n"))
        #expect(set.exitCode == 0 && set.output == "")
        #expect(set.error == "waiter: stored 'openai' (sk-...WXYZ) in \(path)\n")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try await keys("list").output == "openai  sk-...WXYZ\n")
        let list = try JSONValue(jsonText: try await keys("list", "--json").output)
        #expect(list == [["name": "openai", "key": "sk-...WXYZ"]])
        #expect(try await authorization() == "Bearer \(Self.key)")
        let removed = try await keys("rm", "openai")
        #expect(removed.exitCode == 0 && removed.error == "waiter: removed 'openai' from \(path)\n")
        #expect(try await authorization() == nil)
    }

    @Test("On a terminal, the key is prompted for and never shown, neither during input nor afterwards")
    func typed() async throws {
        let command = try await scene.fixture.start(
            ["keys", "set", "openai"],
            input: .terminal,
            streams: CommandStreams(output: .terminal, error: .terminal, echoes: true)
        )
        #expect(await command.waitForOutput("Key for openai (not shown): "))
        command.type(Self.key + "\n")
        let result = await command.result()
        #expect(result.exitCode == 0)
        #expect(result.output.hasPrefix("Key for openai (not shown): \nwaiter: stored 'openai' (sk-...WXYZ) in"))
        #expect(!result.output.contains(Self.key))
        #expect(stored == ["openai": .string(Self.key)])
    }

    @Test("Ctrl-C at the prompt stores nothing")
    func interrupted() async throws {
        let command = try await scene.fixture.start(["keys", "set", "openai"], input: .terminal, streams: .terminal)
        #expect(await command.waitForOutput("not shown"))
        command.send(signal: SIGINT)
        let result = await command.result()
        #expect(result.exitCode == 130)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("A key command is stored instead of the key, and run for a question but not for a list")
    func command() async throws {
        try scene.fixture.write(Self.key, to: "vault")
        let vault = scene.fixture.waiterHome + "/vault"
        let command = "cat '\(vault)'; : >'\(scene.fixture.waiterHome)/ran'"
        #expect(try await keys("set", "openai", "--cmd", command).exitCode == 0)
        #expect(stored == ["openai": ["cmd": .string(command)]])
        #expect(try await keys("list").output == "openai  command: \(command)\n")
        #expect(!FileManager.default.fileExists(atPath: scene.fixture.waiterHome + "/ran"))
        #expect(try await authorization() == "Bearer \(Self.key)")
        #expect(FileManager.default.fileExists(atPath: scene.fixture.waiterHome + "/ran"))
        try FileManager.default.removeItem(atPath: vault)
        let failed = try await scene.run("Hi", environment: ["OPENAI_API_KEY": ""])
        #expect(failed.exitCode == 8 && failed.error.contains("the command for the key 'openai' failed"))
    }

    @Test("A key on the command line, an empty key and an invalid key are rejected without being quoted")
    func refused() async throws {
        for words in [["openai", Self.key], [Self.key]] {
            let result = try await scene.finish(scene.start(["keys", "set"] + words))
            #expect(result.exitCode == 2 && !result.error.contains(Self.key))
            #expect(result.error.contains("do not pass a key on the command line"))
        }
        #expect(try await keys("set", "openai", input: .empty).error.contains("invalid key: it is empty"))
        #expect(try await keys("set", "openai", input: .text("two words")).exitCode == 2)
        #expect(try await keys("set", "a b", input: .text(Self.key)).exitCode == 2)
        #expect(try await keys("set", "openai", "--cmd", " ").exitCode == 2)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("The path is printed, and an unknown name gets the closest one")
    func names() async throws {
        #expect(try await keys("path").output == path + "\n")
        #expect(try await keys("list").error == "waiter: no stored keys; add one with: waiter keys set openai\n")
        try scene.fixture.write(#"{"openai": "\#(Self.key)"}"#, to: "keys.json")
        let unknown = try await keys("rm", "opnai")
        #expect(unknown.exitCode == 2)
        #expect(unknown.error == "waiter: no stored key named 'opnai'; did you mean 'openai'?\n")
        #expect(try await keys("lst").error.hasPrefix("waiter: unknown command 'keys lst'; did you mean 'list'?"))
    }

    @Test("Quotation marks around a key from .env are removed, with a notice", arguments: ["\"", "'"])
    func quotes(mark: String) async throws {
        let quoted = mark + Self.key + mark
        let command = try await scene.start(["keys", "set", "openai"], input: .text(quoted + "\n"))
        let result = await scene.finish(command)
        #expect(result.exitCode == 0)
        #expect(result.error.hasPrefix("waiter: ignoring the quotation marks around the key\n"))
        #expect(stored == ["openai": .string(Self.key)])
        let asked = try await scene.run("Hi", environment: ["OPENAI_API_KEY": quoted])
        #expect(asked.exitCode == 0)
        #expect(asked.error == "waiter: ignoring the quotation marks around the key (OPENAI_API_KEY)\n")
        #expect(scene.server.requests.last?.headers["authorization"] == "Bearer \(Self.key)")
    }

    @Test("Each command rejects a key file that others can read, with the command that fixes it")
    func permissions() async throws {
        try scene.fixture.write(#"{"openai": "\#(Self.key)"}"#, to: "keys.json", mode: 0o644)
        for words in [["set", "openai"], ["list"], ["rm", "openai"]] {
            let command = try await scene.start(["keys"] + words, input: .text(Self.key))
            let result = await scene.finish(command)
            #expect(result.exitCode == 8)
            #expect(result.error == "waiter: other users can read \(path); run: chmod 600 \(path)\n")
        }
        #expect(stored == ["openai": .string(Self.key)])
    }

    @Test("Keys set concurrently are all stored")
    func concurrency() async throws {
        let fixture = scene.fixture
        let codes = try await withThrowingTaskGroup(of: Int32?.self) { group in
            for number in 0..<6 {
                group.addTask {
                    try await fixture.run(["keys", "set", "name\(number)"], input: .text("\(Self.key)\(number)"))
                        .exitCode
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.allSatisfy { $0 == 0 })
        #expect(stored?.objectValue?.count == 6)
    }

    @Test("A home that is not writable is reported before a key is prompted for")
    func unwritable() async throws {
        let file = scene.fixture.home + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        let result = try await scene.run(
            "keys",
            "set",
            "openai",
            input: .text(Self.key),
            environment: ["WAITER_HOME": file + "/waiter"]
        )
        #expect(result.exitCode == 1)
        #expect(result.error.hasPrefix("waiter: cannot write \(file)/waiter"))
        #expect(result.error.contains("set WAITER_HOME to a writable directory"))
    }

    @Test("The exit code of a scan indicates whether it found keys, listed masked with file and line")
    func scan() async throws {
        let key = "sk-" + "proj-" + "Ab1Cd2Ef3Gh4Ij5Kl6Mn" + "T3BlbkFJ" + "Op7Qr8St9Uv0Wx1Yz2Ab"
        let folder = scene.fixture.home + "/project"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("let x = 1\n".utf8).write(to: URL(fileURLWithPath: folder + "/clean.swift"))
        let clean = try await keys("scan", folder)
        #expect(clean.exitCode == 0 && clean.output == "", "\(clean.error)")
        try Data("# settings\nkey = \"\(key)\"\n".utf8).write(to: URL(fileURLWithPath: folder + "/settings.toml"))
        let found = try await keys("scan", folder)
        #expect(found.exitCode == 1)
        #expect(found.output.hasPrefix(folder + "/settings.toml:2: openai "))
        #expect(!found.output.contains(key) && !found.error.contains(key))
        let piped = try await keys("scan", "-", input: .text(key))
        #expect(piped.exitCode == 1 && !piped.output.contains(key))
        #expect(try await keys("scan", folder + "/missing").exitCode == 2)
    }
}
