internal import Synchronization
internal import WaiterPlatform
package import WaiterStore
internal import WaiterTerminal

/// The user's ledger, opened on first use.
package final class LedgerSource: Sendable {
    private enum State {
        case closed
        case open(Ledger)
        /// The ledger could not be opened. If the ledger's file exists, it might contain budgets.
        case failed(hasFile: Bool)
    }

    /// The path of the ledger.
    package let path: String
    /// Whether conversations are recorded. Costs are always recorded.
    package let records: Bool
    /// Whether the location of the file is known.
    private let hasPlace: Bool
    private let state = Mutex(State.closed)
    private static let opened = Mutex<[Ledger]>([])
    private let hasSpoken = Atomic(false)

    /// Creates a ledger source.
    ///
    /// - Parameters:
    ///   - directories: The directories that determine the path.
    ///   - records: Whether to record conversations. `--no-log` and `WAITER_NO_LOG` disable this.
    package init(directories: Directories, records: Bool = true) {
        path = directories.database
        self.records = records && directories.hasFiles
        hasPlace = directories.hasFiles
    }

    /// Returns the ledger for recording conversations, or `nil` if recording is disabled or an earlier attempt to open
    /// the ledger failed.
    ///
    /// - Throws: `StoreError` the first time that the ledger cannot be opened.
    package func writable() throws -> Ledger? { records ? try metered() : nil }

    /// Returns the ledger for recording costs, or `nil` if an earlier attempt to open the ledger failed. Costs are
    /// recorded even if conversations are not.
    ///
    /// - Throws: `StoreError` the first time that the ledger cannot be opened.
    package func metered() throws -> Ledger? {
        guard hasPlace else { return nil }
        return try state.withLock { state in
            switch state {
            case .open(let ledger): return ledger
            case .failed: return nil
            case .closed:
                let hasFile = (try? exists()) ?? true
                do {
                    let ledger = try open()
                    state = .open(ledger)
                    // The ledger stays open until the process exits, because that is faster than closing the ledger in
                    // a deinitializer.
                    Self.opened.withLock { $0.append(ledger) }
                    return ledger
                } catch {
                    state = .failed(hasFile: hasFile)
                    throw error
                }
            }
        }
    }

    /// Returns the ledger for reading, even if recording is disabled. This method does not create a ledger.
    ///
    /// - Throws: `StoreError`.
    package func readable() throws -> Ledger {
        guard try exists() else { throw StoreError.empty }
        if let ledger = try metered() { return ledger }
        return try open()
    }

    /// Saves changes to a recorded conversation. If this fails, reports the failure.
    func keep(_ stored: inout StoredConversation, _ console: Console) {
        guard stored.isSaved else { return }
        do {
            try writable()?.conversations.save(&stored)
        } catch {
            mention(error, console)
        }
    }

    /// Creates the directory, which only Waiter uses, and opens the file.
    private func open() throws -> Ledger {
        do {
            if let directory = FileSystem.parent(of: path) { try PrivateFile.createDirectory(directory) }
        } catch {
            throw StoreError(error)
        }
        return try Ledger(path: path)
    }

    /// Returns the ledger, or `nil` if it does not exist. Does not create a ledger.
    ///
    /// - Throws: `StoreError`.
    package func existing() throws -> Ledger? { try exists() ? try readable() : nil }

    /// Returns whether the file exists.
    ///
    /// An error is thrown if permissions prevent this check.
    private func exists() throws -> Bool {
        if access(path, F_OK) == 0 { return true }
        guard errno != ENOENT, errno != ENOTDIR else { return false }
        throw StoreError.unreadable(path, systemMessage(errno))
    }

    /// Reports what is not recorded. If the ledger exists but cannot be opened, also reports that budgets are not
    /// enforced.
    ///
    /// This is reported only once, because the condition usually persists.
    func mention(_ error: any Error, _ console: Console) {
        guard !hasSpoken.exchange(true, ordering: .relaxed) else { return }
        var what = records ? "the conversation and its cost are not recorded" : "the cost is not recorded"
        if case .failed(hasFile: true) = state.withLock({ $0 }) { what += ", and budgets cannot be enforced" }
        console.say(TerminalText.line("waiter: \(what): \(Self.words(error))"))
    }

    /// Returns the error and its remedy as one line.
    static func words(_ error: any Error) -> String {
        guard let error = error as? StoreError else { return "\(error)" }
        return error.message + (error.advice.map { "; \($0)" } ?? "")
    }
}
