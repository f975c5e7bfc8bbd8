import Foundation
import Testing
import WaiterPlatform

@Suite("Whether a process still lives", .timeLimit(.minutes(10)))
struct ProcessIdentityTests {
    private func spawn(_ words: [String]) throws -> pid_t {
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var id: pid_t = 0
        try #require(posix_spawn(&id, words[0], nil, nil, &arguments, environ) == 0)
        return id
    }

    @Test("One that was killed is dead before anybody asks how it ended; one that sleeps is not")
    func unreaped() async throws {
        let id = try spawn(["/bin/sleep", "600"])
        let identity = try #require(ProcessIdentity("\(id):0"))
        #expect(identity.isAlive)
        #expect(kill(id, SIGKILL) == 0)
        while identity.isAlive { try await Task.sleep(for: .milliseconds(1)) }
        // It is there yet.
        #expect(kill(id, 0) == 0)
        var status: Int32 = 0
        #expect(waitpid(id, &status, 0) == id)
        #expect(!identity.isAlive)
    }

    @Test("This process lives, another start of its number does not")
    func current() throws {
        #expect(ProcessIdentity.current.isAlive)
        #expect(try #require(ProcessIdentity(ProcessIdentity.current.text)).isAlive)
        #expect(try !#require(ProcessIdentity("\(getpid()):1")).isAlive)
    }
}
