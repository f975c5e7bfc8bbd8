#if WAITER_TSAN
    internal import WaiterPlatform

    /// A replacement for `Synchronization.Mutex` that is used under the thread sanitizer (`Scripts/tsan`).
    ///
    /// On Linux, the sanitizer does not recognize the lock in the original type and reports every access as a race. The
    /// sanitizer recognizes the lock in this type. Each module under test contains a copy of this file, because a
    /// module's own types take precedence over imported types.
    ///
    /// The type is `@unchecked Sendable` because the lock protects the value.
    final class Mutex<Value>: @unchecked Sendable {
        // The value is accessed only while the lock is held.
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
