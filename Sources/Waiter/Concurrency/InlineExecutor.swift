/// An executor that runs a task on the thread that starts or resumes it, without waking another thread.
///
/// Waking a thread costs more than all of the work that Waiter does between a request and its response. Because jobs
/// can run on an event loop, use this executor only for Waiter's own code, and only if that code never blocks.
final class InlineExecutor: TaskExecutor {
    static let shared = InlineExecutor()

    func enqueue(_ job: consuming ExecutorJob) {
        UnownedJob(job).runSynchronously(on: asUnownedTaskExecutor())
    }
}
