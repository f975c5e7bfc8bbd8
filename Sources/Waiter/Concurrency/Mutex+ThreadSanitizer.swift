#if WAITER_TSAN
    internal import WaiterPlatform

    /// Stands in for `Synchronization.Mutex` under the thread sanitizer (`Scripts/tsan`), which does not see the lock of that
    /// on Linux and takes every access under it for a race; it sees this one.
    ///
    /// Each module that the sanitizer watches has a link to this file, since a module's own type goes before an imported one.
    ///
    /// `@unchecked Sendable`: the lock guards the value.
    final class Mutex<Value>: @unchecked Sendable {
        // Read and written under the lock alone.
        nonisolated(unsafe) private var value: Value
        private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

        init(_ value: sending Value) {
            self.value = value
            lock.initialize(to: pthread_mutex_t())
            pthread_mutex_init(lock, nil)
        }

        deinit {
            pthread_mutex_destroy(lock)
            lock.deallocate()
        }

        func withLock<Output, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Output
        ) throws(Failure) -> sending Output {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            return try body(&value)
        }
    }
#endif
