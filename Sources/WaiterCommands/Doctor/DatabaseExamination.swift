internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// Checks that the database is readable, and suggests a remedy if it is not. The check does not change the database.
enum DatabaseExamination {
    private static let step = "database"

    static func finding(_ path: String) -> Finding {
        do {
            guard let check = try StoreCheck.examine(path: path) else { return Finding(step, .ok, "none yet") }
            guard check.problems.isEmpty else {
                return Finding(
                    step,
                    .failed,
                    "\(path) is damaged: \(check.problems.prefix(3).joined(separator: "; "))",
                    remedy: salvage(path)
                )
            }
            let content = "\(check.conversations) conversations, \(check.messages) messages"
            let detail = "\(content), \(ByteCount.formatted(check.size)) (\(path))"
            guard check.permissions & 0o077 == 0 else {
                let remedy = "run: chmod 600 \(ShellWord.quoted(path))"
                return Finding(step, .failed, "other users can read \(path)", remedy: remedy)
            }
            if check.version < check.currentVersion {
                return Finding(step, .ok, "\(detail), in an older format; upgraded on next use")
            }
            return Finding(step, .ok, detail)
        } catch let error as StoreError {
            return Finding(step, .failed, error.message, remedy: remedy(error, path))
        } catch {
            return Finding(step, error)
        }
    }

    private static func remedy(_ error: StoreError, _ path: String) -> String? {
        switch error.code {
        case .damaged, .inputOutput: salvage(path)
        case .notALedger: "move it to another directory: \(away(path, to: "other"))"
        case .notWritable: error.remedy
        case .tooNew: "update waiter"
        default: error.advice
        }
    }

    /// Returns the commands that export all readable data in Waiter's own format. The damaged file is kept.
    private static func salvage(_ path: String) -> String {
        "export the readable data: waiter log export --all --format jsonl -o saved.jsonl; "
            + "\(away(path, to: "damaged")) && waiter log import saved.jsonl"
    }

    /// Returns the command that moves the file together with SQLite's companion files. Companion files must never be
    /// left next to another database.
    private static func away(_ path: String, to name: String) -> String {
        let folder = ShellWord.quoted(path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/" + name)
        return "mkdir \(folder) && mv \(ShellWord.quoted(path))* \(folder)"
    }
}
