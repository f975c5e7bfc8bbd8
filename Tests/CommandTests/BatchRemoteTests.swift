import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("waiter batch run --remote")
struct BatchRemoteTests {
    @Test("With --remote, the provider's batches answer, and a kill during batch creation creates no second one")
    func remote() async throws {
        let provider = BatchProvider(retrievals: 1)
        let (isCreated, release) = (Gate(), Gate())
        let batch = try BatchScene { request, _ in
            guard let steps = provider.steps(request) else { return nil }
            let isCreation = request.method == "POST" && request.path.hasSuffix("/batches")
            return isCreation ? [.open(isCreated), .wait(release)] + steps : steps
        }
        let input = try batch.prompts(7)
        let arguments = BatchScene.arguments(input, batch.output, ["--remote"])
        let command = try await batch.scene.start(arguments)
        await isCreated.wait()
        command.send(signal: SIGKILL)
        _ = await command.result()
        release.open()
        let live = try await batch.run(input)
        #expect(live.exitCode == 1)
        #expect(live.error.contains("resume it with --remote"))
        let result = await batch.scene.finish(try await batch.scene.start(arguments))
        #expect(result.exitCode == 0)
        #expect(provider.batches.count == 1)
        #expect(try batch.texts().count == 7)
        #expect(!batch.scene.server.requests.contains { $0.path.hasSuffix("/chat/completions") })
    }

    @Test("batch cancel cancels the batches of a remote run at the provider, and stores the results so far")
    func cancelRemote() async throws {
        let provider = BatchProvider(retrievals: .max) { _ in
            BatchProvider.Outcome(status: "cancelled") { line in
                line["custom_id"] == "line-1" ? BatchProvider.success(line) : BatchProvider.expired(line)
            }
        }
        let isRetrieved = Gate()
        let batch = try BatchScene { request, _ in
            guard let steps = provider.steps(request) else { return nil }
            return request.method == "GET" && request.path.contains("/batches/") ? [.open(isRetrieved)] + steps : steps
        }
        let arguments = BatchScene.arguments(try batch.prompts(3), batch.output, ["--remote"])
        let command = try await batch.scene.start(arguments)
        await isRetrieved.wait()
        command.send(signal: SIGKILL)
        _ = await command.result()
        let result = try await batch.scene.run("batch", "cancel", "out")
        #expect(result.exitCode == 0)
        #expect(result.error.contains("the provider cancelled 1 batch"))
        #expect(provider.batches.map(\.isCancelled) == [true])
        let exported = try await batch.scene.run("batch", "export", "out").output
        #expect(exported.split(separator: "\n").count == 1)
        #expect(try await batch.status()["state"] == "cancelled")
    }
}
