import Testing
import Waiter
import WaiterTestSupport

@Suite("Operation paths")
struct RequestPathTests {
    @Test("Segments are encoded separately and cannot change the path")
    func encoding() throws {
        #expect(try RequestPath(["files", "a/b?c#d%2e", "content"]).encoded() == "/files/a%2Fb%3Fc%23d%252e/content")
        #expect(try RequestPath(parsing: "/files/a%2Fb/content").encoded() == "/files/a%2Fb/content")
        #expect(try RequestPath(parsing: "models/ft:gpt:x").encoded() == "/models/ft:gpt:x")
    }

    @Test("Empty segments and dots are rejected", arguments: ["", "/", "a//b", "a/../b", "a/%2e%2e", "./a", "a/"])
    func refused(text: String) {
        #expect(throws: PathSegment.Invalid.self) { try RequestPath(parsing: text).encoded() }
    }

    @Test("An invalid ID makes the call fail before anything is sent")
    func call() async throws {
        let harness = try Harness()
        for id in ["", ".", ".."] {
            let error = await #expect(throws: OpenAIError.self) { try await harness.client.files.retrieve(id) }
            #expect(error?.code == .invalidRequest)
        }
        #expect(harness.transport.requests.isEmpty)
    }
}
