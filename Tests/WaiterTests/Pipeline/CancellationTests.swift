import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Cancellation", .timeLimit(.minutes(10)))
struct CancellationTests {
    private func expectCancelled<T>(_ task: Task<T, any Error>) async {
        let result = await task.result
        #expect(throws: CancellationError.self) { try result.get() }
    }

    @Test("A task cancelled before its call sends nothing")
    func before() async throws {
        let harness = try Harness(.completion)
        let gate = Gate()
        let task = Task {
            await gate.wait()
            return try await harness.create()
        }
        task.cancel()
        gate.open()
        await expectCancelled(task)
        #expect(harness.transport.requests.isEmpty)
    }

    @Test("A call cancelled while it waits for its answer ends at once")
    func during() async throws {
        let started = Gate()
        let harness = try Harness(
            .handle { _ in
                started.open()
                try await Task.sleep(for: .seconds(1000))
                throw CancellationError()
            }
        )
        let task = Task { try await harness.create() }
        await started.wait()
        task.cancel()
        await expectCancelled(task)
    }

    @Test("Cancellation that a transport reports as a connection failure is still cancellation")
    func disguised() async throws {
        let started = Gate()
        let harness = try Harness(
            .handle { _ in
                started.open()
                try? await Task.sleep(for: .seconds(1000))
                throw TransportError(.reset, reason: "closed")
            }
        )
        let task = Task { try await harness.create(RequestOptions(maxRetries: 0)) }
        await started.wait()
        task.cancel()
        await expectCancelled(task)
    }

    @Test("A call cancelled during a retry delay makes no further attempt")
    func pause() async throws {
        let harness = try Harness(.status(500), .completion)
        let task = Task { try await harness.create() }
        await harness.clock.waitForSleepers(2)
        task.cancel()
        await expectCancelled(task)
        #expect(harness.transport.requests.count == 1)
    }

    @Test("A body cancelled while it is read is abandoned")
    func body() async throws {
        let harness = try Harness(.stall(headers: ["content-type": "application/json"], chunks: [Array("{".utf8)]))
        let task = Task { try await harness.create() }
        await eventually { !harness.transport.requests.isEmpty }
        task.cancel()
        await expectCancelled(task)
        await eventually { harness.transport.cancelledBodies == 1 }
    }

    @Test("A stream whose task is cancelled throws, and its body is abandoned; other streams continue")
    func stream() async throws {
        let content = Array("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n".utf8)
        let harness = try Harness(.stall(headers: ["content-type": "text/event-stream"], chunks: [content]))
        let other = try await harness.client.chat.completions.stream(Harness.request)
        let first = Gate()
        let task = Task {
            for try await _ in try await harness.client.chat.completions.stream(Harness.request) { first.open() }
        }
        await first.wait()
        task.cancel()
        await expectCancelled(task)
        #expect(harness.transport.cancelledBodies == 1)
        var iterator = other.makeAsyncIterator()
        #expect(try await iterator.next() != nil)
    }

    @Test("Leaving the loop, or never starting it, abandons the body")
    func leaving() async throws {
        let content = Array("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n".utf8)
        let harness = try Harness(.stall(headers: ["content-type": "text/event-stream"], chunks: [content, content]))
        for try await _ in try await harness.client.chat.completions.stream(Harness.request) { break }
        #expect(harness.transport.cancelledBodies == 1)
        _ = try await harness.client.chat.completions.stream(Harness.request)
        #expect(harness.transport.cancelledBodies == 2)
    }

    @Test("A stream can be iterated once")
    func once() async throws {
        let harness = try Harness(.events("data: {\"choices\":[{\"delta\":{}}]}\n\ndata: [DONE]\n\n"))
        let stream = try await harness.client.chat.completions.stream(Harness.request)
        for try await _ in stream {}
        let error = await #expect(throws: OpenAIError.self) { for try await _ in stream {} }
        #expect(error?.code == .invalidRequest)
    }
}
