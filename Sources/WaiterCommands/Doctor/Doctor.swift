internal import Waiter
internal import WaiterLocal
internal import WaiterTerminal

/// Checks everything that a question depends on, step by step, and suggests a remedy for each failure.
package struct Doctor {
    /// The steps that check the connection to the server, in order. The first step checks the proxy, and the last step
    /// requests an answer from a model.
    package static let serverSteps = ["proxy", "dns", "tcp", "tls", "http", "models", "answer"]

    package var flags: Settings.Flags
    package var context: CommandContext
    package var isOffline: Bool
    private let report: (Finding) throws -> Void
    private var findings: [Finding] = []

    /// Creates a doctor.
    ///
    /// - Parameters:
    ///   - flags: The flags that select the server.
    ///   - context: The context of the command.
    ///   - isOffline: Whether to skip steps that need the network.
    ///   - report: A closure called with each finding as soon as it is available.
    package init(
        flags: Settings.Flags,
        context: CommandContext,
        isOffline: Bool,
        report: @escaping (Finding) throws -> Void
    ) {
        self.flags = flags
        self.context = context
        self.isOffline = isOffline
        self.report = report
    }

    /// Runs all steps and returns their findings.
    ///
    /// - Throws: Any error thrown by `report`, or `CancellationError`.
    package mutating func examine() async throws -> [Finding] {
        let directories: Directories
        do {
            directories = try context.requiredDirectories()
        } catch {
            try add(Finding("config", error))
            return findings
        }
        var settings: Settings?
        let (flags, environment) = (flags, context.environment)
        try await step("config") {
            let found = try Settings(flags: flags, environment: environment, directories: directories)
            settings = found
            return try Self.config(found, directories)
        }
        try await step("files") { FilePermissions.finding(directories) }
        try await step("database") { DatabaseExamination.finding(directories.database) }
        if let settings, findings[0].state != .failed {
            try await examineServer(settings)
            let model = LocalModel(directory: directories.localModel, environment: environment)
            try await step("local") { await Self.local(model, isNeeded: settings.profile.isLocal) }
        } else {
            try skip(["key"] + Self.serverSteps + ["local"], "fix config first")
        }
        return findings
    }

    private mutating func examineServer(_ settings: Settings) async throws {
        let context = context
        var settings = settings
        let resolvesKey = !isOffline
        try await step("key") {
            if resolvesKey { try await settings.resolveKey() }
            return try Self.key(settings)
        }
        let hasKey = findings.last?.state != .failed
        if isOffline { return try skip(Self.serverSteps, "--offline") }
        let model = LocalModel(directory: context.directories().localModel, environment: context.environment)
        let running: RunningServer?
        do {
            running = try settings.baseURL.map { try model.server(at: $0, key: settings.key) } ?? model.runningServer
        } catch let failure as CommandFailure {
            try await step("proxy") { throw failure }
            return try skip(Array(Self.serverSteps.dropFirst()), "start the local server first")
        }
        guard let address = Self.address(of: &settings, running) else {
            return try skip(Self.serverSteps, "the local model is not running")
        }
        let server = try ServerExamination(settings: settings, address: address, context: context) {
            try model.transport(to: running, $0)
        }
        for (number, name) in Self.serverSteps.enumerated() {
            if !hasKey, name == "models" {
                return try skip(Array(Self.serverSteps[number...]), "fix key first")
            }
            if try await step(name, { try await server.examine(name) }) != .failed { continue }
            return try skip(Array(Self.serverSteps[(number + 1)...]), "fix \(name) first")
        }
    }

    /// Returns the address of the server.
    ///
    /// If the local model is running, also sets its key and name in the settings.
    private static func address(of settings: inout Settings, _ server: RunningServer?) -> SourcedValue? {
        if let server { settings.use(localKey: server.key) }
        if let address = settings.baseURL { return address }
        guard let server else { return nil }
        settings.model = SourcedValue(value: server.model, source: "the local server")
        return SourcedValue(value: server.baseURL, source: "the local server")
    }

    // MARK: Steps

    @discardableResult
    private mutating func step(_ name: String, _ examine: () async throws -> Finding) async throws -> FindingState {
        let start = context.clock.now()
        if context.console.showsChangingLines { context.console.startSpinner(name) }
        var finding: Finding
        do {
            finding = try await examine()
        } catch let error as CancellationError {
            throw error
        } catch {
            finding = Finding(name, error)
        }
        try Task.checkCancellation()
        finding.duration = context.clock.now() - start
        try add(finding)
        return finding.state
    }

    private mutating func skip(_ names: [String], _ why: String) throws {
        for name in names { try add(Finding(name, .skipped, why)) }
    }

    private mutating func add(_ finding: Finding) throws {
        findings.append(finding)
        try report(finding)
    }

    private static func config(_ settings: Settings, _ directories: Directories) throws -> Finding {
        var detail = "profile '\(settings.profile.name)'"
        if let address = settings.baseURL {
            let baseURL = try Settings.baseURL(address)
            detail += ", \(baseURL) (\(address.source))"
        } else if !settings.profile.isLocal {
            throw CommandFailure.usage(
                "the profile '\(settings.profile.name)' has no base_url",
                nextStep: "add one to \(directories.configurationFile), or pass --base-url"
            )
        }
        if let model = settings.model { detail += ", model \(model.value) (\(model.source))" }
        return Finding("config", .ok, detail)
    }

    private static func key(_ settings: Settings) throws -> Finding {
        guard let address = settings.baseURL else { return Finding("key", .ok, "the local model has its own key") }
        let baseURL = try Settings.baseURL(address)
        try settings.checkKey(for: baseURL)
        guard let key = settings.key else {
            return Finding("key", .ok, "none; servers on this machine rarely require one")
        }
        let source = settings.keySource.map { " from \($0)" } ?? ""
        guard let value = key.immediateValue else {
            return Finding("key", .ok, "a command\(source), not run because of --offline")
        }
        if baseURL.host == BaseURL.openAI.host, !value.hasPrefix("sk-") {
            return Finding(
                "key",
                .warning,
                "\(key)\(source) does not look like an OpenAI key, which begins with sk-",
                remedy: settings.keyRemedy
            )
        }
        return Finding("key", .ok, "\(key)\(source)")
    }

    private static func local(_ model: LocalModel, isNeeded: Bool) async -> Finding {
        let status = await model.status()
        if let server = status.server {
            return status.isAnswering
                ? Finding("local", .ok, "\(server.model) is responding at \(server.baseURL)")
                : Finding("local", .failed, "the server is not responding", remedy: "run: waiter local stop")
        }
        if status.isStarting { return Finding("local", .ok, "starting") }
        if status.isInstalled { return Finding("local", .ok, "installed, not running (starts on first use)") }
        return Finding("local", isNeeded ? .failed : .ok, "not installed", remedy: "run: waiter local install")
    }
}
