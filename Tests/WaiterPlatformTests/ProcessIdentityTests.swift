import Foundation
import Testing
import WaiterPlatform

@Suite("Detecting whether a process is alive", .timeLimit(.minutes(10)))
struct ProcessIdentityTests {
    private func spawn(_ words: [String]) throws -> pid_t {
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var id: pid_t = 0
        try #require(posix_spawn(&id, words[0], nil, nil, &arguments, environ) == 0)
        return id
    }

    @Test("A killed process is dead before it is reaped; a sleeping one is alive")
    func unreaped() async throws {
        let id = try spawn(["/bin/sleep", "600"])
        let identity = try #require(ProcessIdentity("\(id):0"))
        #expect(identity.isAlive)
        #expect(kill(id, SIGKILL) == 0)
        while identity.isAlive { try await Task.sleep(for: .milliseconds(1)) }
        // It still exists.
        #expect(kill(id, 0) == 0)
        var status: Int32 = 0
        #expect(waitpid(id, &status, 0) == id)
        #expect(!identity.isAlive)
    }

    @Test("This process is alive, but not one with the same id and another start time")
    func current() throws {
        #expect(ProcessIdentity.current.isAlive)
        #expect(try #require(ProcessIdentity(ProcessIdentity.current.text)).isAlive)
        #expect(try !#require(ProcessIdentity("\(getpid()):1")).isAlive)
    }
}
