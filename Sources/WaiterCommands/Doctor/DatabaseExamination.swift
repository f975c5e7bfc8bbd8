internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// Whether the conversations that are kept can be read, and what to do when not. Nothing is changed.
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
            let detail = "\(content), \(ByteCount.inWords(check.size)) (\(path))"
            guard check.permissions & 0o077 == 0 else {
                let remedy = "run: chmod 600 \(ShellWord.quoted(path))"
                return Finding(step, .failed, "others can read \(path)", remedy: remedy)
            }
            if check.version < check.currentVersion {
                return Finding(step, .ok, "\(detail), of an older form, which the next use brings up to date")
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
        case .notALedger: "move it away: \(away(path, to: "other"))"
        case .notWritable: error.remedy
        case .tooNew: "update waiter"
        default: error.advice
        }
    }

    /// Saves what can be read, through the formats that are ours; the damaged file stays.
    private static func salvage(_ path: String) -> String {
        "save what can be read: waiter log export --all --format jsonl -o saved.jsonl; "
            + "\(away(path, to: "damaged")) && waiter log import saved.jsonl"
    }

    /// The file and what SQLite has beside it, which must never lie beside another one.
    private static func away(_ path: String, to name: String) -> String {
        let folder = ShellWord.quoted(path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/" + name)
        return "mkdir \(folder) && mv \(ShellWord.quoted(path))* \(folder)"
    }
}
