import Testing

@testable import WaiterCommands

@Suite("Masking of keys") struct KeyTextTests {
    @Test(
        "keys list masks possible keys in a command, and shows the rest",
        arguments: [
            ("echo sk-abcdef1234567890abcd", "echo sk-...abcd"), ("echo secret", "echo ..."),
            ("printf %s abcd1234", "printf %s ..."),
            ("op read op://private/openai/key", "op read op://private/openai/key"),
            ("TOKEN=a1b2c3d4e5f6a7b8 my-tool --print", "TOKEN=... my-tool --print"),
            ("env TOKEN=a1b2c3d4e5f6a7b8 tool", "env TOKEN=... tool"), ("pass show openai", "pass show openai"),
            ("vault --token 's.a1b2c3' get", "vault --token 's.a1b2c3' get"),
        ]
    )
    func commandsWithKeys(command: String, shown: String) throws {
        #expect("\(KeyText.redacted(command: command))" == shown)
    }
}
