internal import WaiterPlatform

/// Finds a Python installation that can create virtual environments.
struct PythonFinder: Sendable {
    struct Python: Equatable, Sendable {
        var path: String
        var version: Version
    }

    struct Version: Comparable, Sendable, CustomStringConvertible {
        var major: Int
        var minor: Int
        var description: String { "\(major).\(minor)" }

        static func < (left: Self, right: Self) -> Bool {
            (left.major, left.minor) < (right.major, right.minor)
        }
    }

    private enum Candidate {
        case usable(Python)
        case withoutVenv(Python)
        case tooOld(Python)
    }

    /// The names of the executables to try, in order. `python3`, which is the user's default, comes first. Specific
    /// versions follow, because `python3` is an old version on some Macs.
    static let names = ["python3"] + (10...15).reversed().map { "python3.\($0)" } + ["python"]

    // This Python program prints the version of Python. On Debian, `ensurepip` is missing if the `python3-venv` package
    // is not installed.
    private static let probe = """
        import sys
        print('%d.%d' % sys.version_info[:2], flush=True)
        import venv, ensurepip
        ensurepip.version()
        """

    var runner: CommandRunner
    var minimum: Version

    /// Returns the first suitable Python executable in PATH.
    ///
    /// - Throws: `LocalModelError` with code `.venvMissing` if only the modules for virtual environments are missing,
    ///   `LocalModelError` with code `.pythonMissing` if no Python is recent enough, or `CancellationError`.
    func find() async throws -> Python {
        var best: Candidate?
        for path in ExecutableSearch(environment: runner.environment).paths(of: Self.names) {
            guard Self.isSafeToRun(path), let candidate = try await examine(path) else { continue }
            switch (candidate, best) {
            case (.usable(let python), _): return python
            case (.withoutVenv, .withoutVenv): break
            case (.withoutVenv, _), (.tooOld, nil): best = candidate
            case (.tooOld, _): break
            }
        }
        switch best {
        case .withoutVenv(let python): throw LocalModelError.venvMissing(python)
        case .tooOld(let python): throw LocalModelError.pythonMissing(minimum: minimum, found: python)
        default: throw LocalModelError.pythonMissing(minimum: minimum, found: nil)
        }
    }

    private func examine(_ path: String) async throws -> Candidate? {
        let outcome: CommandRunner.Outcome
        do {
            outcome = try await runner.run(path, ["-I", "-c", Self.probe])
        } catch let error as CancellationError {
            throw error
        } catch {
            return nil  // The file is not executable on this machine, so the next file is tried.
        }
        guard let version = Self.version(in: outcome.output) else { return nil }
        let python = Python(path: path, version: version)
        if version < minimum { return .tooOld(python) }
        return outcome.succeeded ? .usable(python) : .withoutVenv(python)
    }

    static func version(in output: String) -> Version? {
        let line = output.split(whereSeparator: \.isNewline).first ?? ""
        let numbers = line.split(separator: ".").map { Int(String($0)) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
        return Version(major: major, minor: minor)
    }

    /// Returns whether a Python executable is safe to run.
    ///
    /// If Apple's command line tools are not installed, `/usr/bin/python3` is a stub that opens a dialog.
    private static func isSafeToRun(_ path: String) -> Bool {
        #if os(macOS)
            guard path.hasPrefix("/usr/bin/") else { return true }
            return ["/Library/Developer/CommandLineTools/usr/bin/python3", "/Applications/Xcode.app"]
                .contains { FileSystem.modificationTime(of: $0) != 0 }
        #else
            true
        #endif
    }
}
