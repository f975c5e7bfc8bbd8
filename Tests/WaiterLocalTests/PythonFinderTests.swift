import Testing

@testable import WaiterLocal

@Suite("Finding Python")
struct PythonFinderTests {
    private func finder(_ directory: TemporaryDirectory) throws -> PythonFinder {
        let runner = CommandRunner(environment: try directory.environment())
        return PythonFinder(runner: runner, minimum: .init(major: 3, minor: 10))
    }

    @Test("A Python that is recent enough and has venv is found")
    func found() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.script("python3", "echo 3.12")
        let python = try await finder(directory).find()
        #expect(python == .init(path: path, version: .init(major: 3, minor: 12)))
    }

    @Test("A newer Python is used if python3 is too old")
    func newerBeside() async throws {
        let directory = try TemporaryDirectory()
        try directory.script("python3", "echo 3.9")
        let path = try directory.script("python3.13", "echo 3.13")
        #expect(try await finder(directory).find().path == path)
    }

    @Test("Without Python, the error lists the packages to install")
    func none() async throws {
        let directory = try TemporaryDirectory()
        let finder = try finder(directory)
        let error = await localModelError { try await finder.find() }
        #expect(error?.code == .pythonMissing)
        #expect(error?.description.contains("apt install python3 python3-venv") == true)
    }

    @Test("A Python that is too old is reported")
    func tooOld() async throws {
        let directory = try TemporaryDirectory()
        try directory.script("python3", "echo 3.8")
        let finder = try finder(directory)
        let error = await localModelError { try await finder.find() }
        #expect(error?.code == .pythonMissing)
        #expect(error?.description.contains("(found 3.8") == true)
    }

    @Test("Debian's Python without ensurepip is distinguished from a missing Python, with the package for its version")
    func withoutVenv() async throws {
        let directory = try TemporaryDirectory()
        try directory.script("python3", "echo 3.11; echo \"No module named 'ensurepip'\" >&2; exit 1")
        let finder = try finder(directory)
        let error = await localModelError { try await finder.find() }
        #expect(error?.code == .venvMissing)
        #expect(error?.description.contains("python3-venv") == true)
        #expect(error?.description.contains("python3.11-venv") == true)
    }

    @Test("A python3 that is not Python is skipped", arguments: ["echo hello", "exit 3", "echo 3.x", "echo 9"])
    func notPython(body: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.script("python3", body)
        let finder = try finder(directory)
        #expect(await localModelError { try await finder.find() }?.code == .pythonMissing)
    }

    @Test("An executable for another architecture is skipped")
    func notExecutable() async throws {
        let directory = try TemporaryDirectory()
        try directory.file("bin/python3", [0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 0], mode: 0o700)
        let finder = try finder(directory)
        #expect(await localModelError { try await finder.find() }?.code == .pythonMissing)
    }
}
