/// Runs a task on the thread that starts or resumes it, without waking another thread.
///
/// Waking a thread costs more than all of Waiter's work between a request and its response. Jobs may run on an event
/// loop, so this executor is suitable only for code that is entirely Waiter's own and never blocks.
final class InlineExecutor: TaskExecutor {
    static let shared = InlineExecutor()

    func enqueue(_ job: consuming ExecutorJob) {
        UnownedJob(job).runSynchronously(on: asUnownedTaskExecutor())
    }
}
