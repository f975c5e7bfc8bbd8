import Foundation
import Testing
import WaiterWebhooks

@Suite("Secrets of webhooks")
struct WebhookSecretTests {
    private let text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    @Test("A secret never appears in output")
    func masked() throws {
        let secret = try WebhookSecret(text)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(WebhookVerifier(secret: secret), to: &dumped)
        let encoded = String(decoding: try JSONEncoder().encode([secret]), as: UTF8.self)
        for shown in [
            "\(secret)", String(reflecting: secret), String(describing: [secret]), dumped, encoded,
            "\(Mirror(reflecting: secret).children.map(\.value))",
        ] {
            #expect(shown.contains("whsec_..."))
            #expect(!shown.contains("MfKQ") && !shown.contains("aSw") && !shown.contains("242"))
        }
    }

    @Test("An invalid secret is rejected without being quoted", arguments: ["", "whsec_", "whsec_a%b", "whsec_abc"])
    func invalid(_ text: String) {
        let error = #expect(throws: WebhookError.self) { try WebhookSecret(text) }
        #expect(error?.code == .invalidSecret)
        #expect(error?.message.contains("a%b") == false && error?.message.contains("abc") == false)
    }

    @Test("The environment variable of the official SDKs is read")
    func environment() throws {
        let secret = try WebhookSecret.fromEnvironment(["OPENAI_WEBHOOK_SECRET": text])
        let verifier = WebhookVerifier(secret: secret) { Date(timeIntervalSince1970: WebhookVerifierTests.time) }
        try verifier.verify(body: WebhookVerifierTests.body, headers: WebhookVerifierTests.headers)
        for environment in [[:], ["OPENAI_WEBHOOK_SECRET": ""]] {
            let error = #expect(throws: WebhookError.self) { try WebhookSecret.fromEnvironment(environment) }
            #expect(error?.message.contains("OPENAI_WEBHOOK_SECRET") == true)
        }
    }
}
