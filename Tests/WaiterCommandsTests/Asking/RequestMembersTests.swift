import Testing
import Waiter

@testable import WaiterCommands

@Suite("Request options over the Responses API")
struct RequestMembersTests {
    @Test("An invalid value is rejected with its name, and without Swift's description of the error")
    func invalid() throws {
        let failure = #expect(throws: CommandFailure.self) {
            _ = try RequestMembers(["reasoning_effort": ["a"]], api: .responses, summarizesReasoning: false)
        }
        #expect(failure?.what.contains("reasoning_effort") == true, "\(failure?.what ?? "")")
        #expect(failure?.what.contains("DecodingError") == false)
    }
}
