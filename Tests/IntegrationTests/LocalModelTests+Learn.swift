import Foundation
import Testing
import WaiterTestSupport

extension LocalModelTests {
    @Test(
        "Steps of `waiter learn` that call a real model show its answer, its token counts, and a real \"too long\" error"
    )
    func learning() async throws {
        let fixture = try Served.fixture()
        func realPart(of step: Int) async throws -> String {
            let result = try await fixture.run(["learn", "--step", "\(step)"])
            #expect(result.exitCode == 0, "\(result.error)")
            let parts = result.output.components(separatedBy: "\nWith a real model\n")
            return parts.count == 2 ? parts[1] : ""
        }
        let outcome: Result<Void, any Error>
        do {
            let answer = try await realPart(of: 5)
            #expect(answer.contains("as a stream:\n\n  "), "\(answer)")
            let tooLong = try await realPart(of: 8)
            #expect(tooLong.contains("OpenAIError.contextLengthExceeded: "), "\(tooLong)")
            let usage = try await realPart(of: 13)
            #expect(usage.contains(/prompt_tokens +\d+\n/) && usage.contains(/completion_tokens +\d+\n/), "\(usage)")
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        _ = try await fixture.run(["local", "stop"])
        try outcome.get()
    }
}
