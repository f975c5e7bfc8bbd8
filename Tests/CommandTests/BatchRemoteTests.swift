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
    @Test("With --remote, the provider's batches answer, and a kill while one is created does not create another")
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
        #expect(live.error.contains("continue it with --remote"))
        let result = await batch.scene.finish(try await batch.scene.start(arguments))
        #expect(result.exitCode == 0)
        #expect(provider.batches.count == 1)
        #expect(try batch.texts().count == 7)
        #expect(!batch.scene.server.requests.contains { $0.path.hasSuffix("/chat/completions") })
    }
}
