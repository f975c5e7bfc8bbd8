import Foundation
import Testing
import Waiter

@Suite("Foundation's error descriptions")
struct LocalizedErrorTests {
    @Test("localizedDescription equals the description")
    func descriptions() throws {
        let errors: [any Error & CustomStringConvertible] = [
            OpenAIError(.rateLimited, "too many requests"), TransportError(.refused, reason: "connection refused"),
            RequestBodyFailure(OpenAIError(.invalidRequest, "no file")),
        ]
        for error in errors {
            #expect((error as any Error).localizedDescription == error.description)
            #expect(!error.description.isEmpty)
        }
        #expect { _ = try JSONValue(jsonText: "{") } throws: {
            $0.localizedDescription == "\($0)" && "\($0)".contains("JSON")
        }
    }
}
