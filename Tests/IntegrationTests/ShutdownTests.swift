import Testing
import Waiter
import WaiterTestSupport

@Suite("Shutdown", .timeLimit(.minutes(10)))
struct ShutdownTests {
    @Test("A call in flight may finish within the grace period; new calls are rejected")
    func grace() async throws {
        let gate = Gate()
        let server = try FaultServer { _, _ in [.wait(gate), .response(completion)] }
        let client = try makeClient(server)
        let call = Task { try await client.chat.completions.create(request) }
        #expect(await happens { server.requests.count == 1 })
        let shutdown = Task { await client.shutdown(gracePeriod: .seconds(1000)) }
        var refusal: OpenAIError?
        while refusal == nil {
            let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .milliseconds(20)), maxRetries: 0)
            let error = await failure(client, options)
            if error?.deadline == nil { refusal = error }
        }
        #expect(refusal?.code == .clientShutdown)
        #expect(refusal?.message == "the client has been shut down")
        gate.open()
        #expect(try await call.value.choices.count == 1)
        await shutdown.value
        #expect(await happens { server.openConnections == 0 })
        #expect(await failure(client)?.message == "the client has been shut down")
        await client.shutdown()
    }

    @Test("Calls still in flight after the grace period are cancelled")
    func afterGrace() async throws {
        let server = try FaultServer { _, count in
            count == 0 ? [.stall] : [.eventStreamHead, .chunk(content("a")), .stall]
        }
        let client = try makeClient(server)
        let call = Task { try await client.chat.completions.create(request) }
        #expect(await happens { server.requests.count == 1 })
        var reading = try await client.chat.completions.stream(request).makeAsyncIterator()
        #expect(try await reading.next() != nil)
        await client.shutdown(gracePeriod: .milliseconds(10))
        let result = await call.result
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.code == .clientShutdown && error?.message == "the client has been shut down")
        let cut = await #expect(throws: OpenAIError.self) { try await reading.next() }
        #expect(cut?.code == .clientShutdown && cut?.completion?.text == "a")
        #expect(await happens { server.openConnections == 0 })
    }

    @Test("A shutdown while calls start leaves none hanging")
    func race() async throws {
        for _ in 0..<10 {
            let server = try FaultServer { _, _ in [.response(completion)] }
            let client = try makeClient(server)
            let calls = (0..<20).map { _ in Task { try? await client.chat.completions.create(request, options: once) } }
            await client.shutdown(gracePeriod: .zero)
            for call in calls { _ = await call.value }
        }
    }
}
