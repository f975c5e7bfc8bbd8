internal import Synchronization
internal import WaiterPlatform
package import WaiterStore
internal import WaiterTerminal

/// The user's ledger, opened when it is first needed.
package final class LedgerSource: Sendable {
    private enum State {
        case closed
        case open(Ledger)
        /// Whether there was a file, which may hold budgets.
        case failed(hasFile: Bool)
    }

    /// Where the ledger is.
    package let path: String
    /// Whether conversations are written to it; costs always are.
    package let records: Bool
    /// Whether there is a place for the file.
    private let hasPlace: Bool
    private let state = Mutex(State.closed)
    private static let opened = Mutex<[Ledger]>([])
    private let hasSpoken = Atomic(false)

    /// - Parameter records: False for `--no-log` and `WAITER_NO_LOG`.
    package init(directories: Directories, records: Bool = true) {
        path = directories.database
        self.records = records && directories.hasFiles
        hasPlace = directories.hasFiles
    }

    /// The ledger to write to; nil when nothing is recorded, or opening it has failed before.
    ///
    /// - Throws: `StoreError`, the first time.
    package func writable() throws -> Ledger? { records ? try metered() : nil }

    /// The ledger to enter costs in, whether or not what was said is recorded; nil when opening it has failed before.
    ///
    /// - Throws: `StoreError`, the first time.
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
                    // The end of the process closes it as well, and at once.
                    Self.opened.withLock { $0.append(ledger) }
                    return ledger
                } catch {
                    state = .failed(hasFile: hasFile)
                    throw error
                }
            }
        }
    }

    /// The ledger to read from, even when nothing is recorded; where there is none, none is made.
    ///
    /// - Throws: `StoreError`.
    package func readable() throws -> Ledger {
        guard try exists() else { throw StoreError.empty }
        if let ledger = try metered() { return ledger }
        return try open()
    }

    /// Opens the file, and makes the directory it lies in, which is Waiter's own.
    private func open() throws -> Ledger {
        do {
            if let directory = FileSystem.parent(of: path) { try PrivateFile.createDirectory(directory) }
        } catch {
            throw StoreError(error)
        }
        return try Ledger(path: path)
    }

    /// The ledger when there is one; nil otherwise, and none is made.
    ///
    /// - Throws: `StoreError`.
    package func existing() throws -> Ledger? { try exists() ? try readable() : nil }

    /// Whether there is a file; one that may not be looked at is not the same as none.
    private func exists() throws -> Bool {
        if access(path, F_OK) == 0 { return true }
        guard errno != ENOENT, errno != ENOTDIR else { return false }
        throw StoreError.unreadable(path, systemMessage(errno))
    }

    /// Says that something is not recorded, and that budgets are not kept where the ledger may hold some and cannot be
    /// opened; once, since it is mostly the same from then on.
    func mention(_ error: any Error, _ console: Console) {
        guard !hasSpoken.exchange(true, ordering: .relaxed) else { return }
        var what = records ? "the conversation is not recorded, nor its cost" : "the cost is not recorded"
        if case .failed(hasFile: true) = state.withLock({ $0 }) { what += ", and budgets cannot be kept" }
        console.say(TerminalText.line("waiter: \(what): \(Self.words(error))"))
    }

    /// What is wrong and what mends it, in one line.
    static func words(_ error: any Error) -> String {
        guard let error = error as? StoreError else { return "\(error)" }
        return error.message + (error.advice.map { ": \($0)" } ?? "")
    }
}
