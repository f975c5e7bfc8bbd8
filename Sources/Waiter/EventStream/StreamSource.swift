internal import Synchronization

/// Holds a stream's reader until its only iterator takes it.
final class StreamSource<Element: Sendable>: Sendable {
    private let reader: Mutex<StreamReader<Element>?>

    init(_ reader: sending StreamReader<Element>) {
        self.reader = Mutex(reader)
    }

    func take() -> sending StreamReader<Element>? {
        reader.withLock { reader in
            let taken = reader
            reader = nil
            return taken
        }
    }
}
