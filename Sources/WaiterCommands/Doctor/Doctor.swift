internal import Waiter
internal import WaiterLocal

/// Looks at everything a question needs, step by step, and says of each failure what mends it.
package struct Doctor {
    package var flags: Settings.Flags
    package var context: CommandContext
    package var isOffline: Bool
    /// Told of each finding as it is made.
    package var report: (Finding) throws -> Void

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

    /// Makes all steps and returns what they found.
    package func examine() async throws -> [Finding] {
        var findings: [Finding] = []
        func step(_ examine: () async -> Finding) async throws -> Bool {
            let start = ContinuousClock.now
            var finding = await examine()
            finding.duration = ContinuousClock.now - start
            findings.append(finding)
            try report(finding)
            return finding.state != .failed
        }
        func skip(_ names: [String], _ why: String) throws {
            for name in names {
                let finding = Finding(name, .skipped, why)
                findings.append(finding)
                try report(finding)
            }
        }
        let network = ["proxy", "dns", "tcp", "http", "models", "answer"]
        guard let directories = try? context.directories() else {
            _ = try await step { Finding("files", .failed, "HOME is not set", remedy: "set HOME or WAITER_HOME") }
            return findings
        }
        var settings: Settings?
        let isConfigured = try await step {
            do {
                let read = try Settings(flags: flags, environment: context.environment, directories: directories)
                settings = read
                return Finding("config", .ok, "profile '\(read.profile.name)', \(directories.configurationFile)")
            } catch {
                return Self.failed("config", error)
            }
        }
        _ = try await step { FilePermissions.finding(directories) }
        guard isConfigured, let settings else {
            try skip(["key"] + network + ["local"], "the config must be mended first")
            return findings
        }
        _ = try await step { Self.key(settings) }
        if isOffline {
            try skip(network, "--offline")
        } else if let baseURL = settings.baseURL {
            let server = ServerExamination(settings: settings, baseURL: baseURL, context: context)
            for name in network {
                if try await step({ await server.examine(name) }) { continue }
                try skip(
                    Array(network[(network.firstIndex(of: name) ?? 0)...].dropFirst()),
                    "\(name) must be mended first"
                )
                break
            }
        } else {
            try skip(network, "the local model needs no network")
        }
        _ = try await step { await Self.local(directories, context, isNeeded: settings.profile.isLocal) }
        return findings
    }

    static func failed(_ step: String, _ error: any Error) -> Finding {
        guard let failure = error as? CommandFailure else { return Finding(step, .failed, "\(error)") }
        let place = failure.place.map { " (\($0))" } ?? ""
        return Finding(step, .failed, failure.what + place, remedy: failure.nextStep)
    }

    private static func key(_ settings: Settings) -> Finding {
        if settings.profile.isLocal { return Finding("key", .ok, "the local model needs none") }
        guard let key = settings.key else {
            let isLoopback = settings.baseURL.flatMap { try? BaseURL($0) }?.isLoopback ?? false
            if isLoopback { return Finding("key", .ok, "none, which a server on this machine rarely wants") }
            return Finding("key", .failed, "there is none", remedy: settings.keyRemedy)
        }
        if let defect = APIKey.defect(in: key) {
            return Finding("key", .failed, "it cannot be sent: \(defect)", remedy: "set it again, the key alone")
        }
        let isOpenAI = settings.baseURL == nil || settings.baseURL?.contains("api.openai.com") == true
        if isOpenAI, !key.hasPrefix("sk-") {
            return Finding("key", .warning, "\(APIKey.masked(key)) does not look like a key of OpenAI")
        }
        return Finding("key", .ok, APIKey.masked(key))
    }

    private static func local(_ directories: Directories, _ context: CommandContext, isNeeded: Bool) async -> Finding {
        let model = LocalModel(directory: directories.localModel, environment: context.environment)
        let status = await model.status()
        if let server = status.server {
            return status.isAnswering
                ? Finding("local", .ok, "\(server.model) answers at \(server.baseURL)")
                : Finding("local", .failed, "the server runs but does not answer", remedy: "run: waiter local stop")
        }
        if status.isInstalled { return Finding("local", .ok, "installed, not running (a question starts it)") }
        return Finding("local", isNeeded ? .failed : .warning, "not installed", remedy: "run: waiter local install")
    }
}
