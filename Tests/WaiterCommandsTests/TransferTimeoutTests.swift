import Testing
import Waiter
import WaiterCommands

@Suite("Timeouts of waiter files")
struct TransferTimeoutTests {
    @Test("A transfer may take a day, unless the user limits it")
    func total() {
        #expect(FileServer.transferTimeouts(OpenAI.Timeouts()).total == .seconds(86_400))
        let limited = OpenAI.Timeouts(idle: .seconds(5), total: .seconds(60))
        #expect(FileServer.transferTimeouts(limited) == limited)
    }
}
