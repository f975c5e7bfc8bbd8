import Testing
import WaiterPlatform

@testable import WaiterLocal

@Suite("Locks")
struct LockTests {
    private static let python = ExecutableSearch(environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"]).first("python3")

    @Test("A file lock has one holder, and is free again after its release")
    func fileLock() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/lock"
        var first = try FileLock.tryAcquire(path)
        #expect(first != nil)
        #expect(try FileLock.tryAcquire(path) == nil)
        withExtendedLifetime(first) {}
        first = nil
        #expect(try FileLock.tryAcquire(path) != nil)
    }

    @Test("Many waiters acquire it one after the other")
    func oneAtATime() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/lock"
        let inside = try directory.file("inside", "")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<5 {
                group.addTask {
                    try await FileLock.withLock(path) {
                    } body: {
                        try PrivateFile.replace(inside, with: [UInt8(number)])
                        await Task.yield()
                        #expect(FileSystem.read(inside) == [UInt8(number)])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("A cancelled waiter stops waiting")
    func cancelledWaiter() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/lock"
        let held = try #require(try FileLock.tryAcquire(path))
        let waiter = Task { try await FileLock.withLock(path, onWait: {}, body: {}) }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        withExtendedLifetime(held) {}
    }

    @Test(
        "The kernel reports the holder of a process lock, and releases it when the holder is killed",
        .enabled(if: LockTests.python != nil)
    )
    func processLock() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file("lock", "")
        #expect(ProcessLock.holder(of: path) == nil)
        let program = """
            import fcntl, os, signal, sys
            file = open(sys.argv[1], 'r+')
            fcntl.lockf(file, fcntl.LOCK_EX)
            print(os.getpid(), flush=True)
            signal.pause()
            """
        let python = try #require(Self.python)
        let (pids, sink) = AsyncStream.makeStream(of: Int32.self)
        let holder = Task {
            try await CommandRunner(environment: [:]).run(python, ["-c", program, path]) { line in
                sink.yield(Int32(line) ?? 0)
            }
        }
        var iterator = pids.makeAsyncIterator()
        let pid = await iterator.next()
        #expect(ProcessLock.holder(of: path) == pid)
        #expect(try ProcessLock.tryAcquire(path) == nil)
        holder.cancel()
        _ = try? await holder.value
        #expect(ProcessLock.holder(of: path) == nil)
    }
}
