/// Runs a task on the thread that starts or resumes it, instead of waking another one.
///
/// A thread that must be woken costs more than all that Waiter does between a request and its response. Only for work
/// that is ours from end to end and never blocks: it may run on an event loop.
final class InlineExecutor: TaskExecutor {
    static let shared = InlineExecutor()

    func enqueue(_ job: consuming ExecutorJob) {
        UnownedJob(job).runSynchronously(on: asUnownedTaskExecutor())
    }
}
