import Foundation
import Hummingbird
import Logging
import Waiter
import WaiterServiceLifecycle
import WaiterWebhooks

/// A service that receives OpenAI's webhooks and retrieves the responses that they report.
///
/// Set OPENAI_API_KEY and OPENAI_WEBHOOK_SECRET, and register `https://your-host/webhooks` with OpenAI.
@main
struct Webhooks {
    let client: OpenAI
    let verifier: WebhookVerifier
    let logger = Logger(label: "webhooks")

    static func main() async throws {
        let client = try OpenAI()
        let webhooks = Webhooks(client: client, verifier: WebhookVerifier(secret: try .fromEnvironment()))
        let port = ProcessInfo.processInfo.environment["PORT"].flatMap(Int.init) ?? 8080
        let app = Application(
            router: webhooks.router(),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            services: [OpenAIService(client)],
            logger: webhooks.logger
        )
        try await app.runService()
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("webhooks") { request, _ -> HTTPResponse.Status in
            // The signature covers the received bytes, so the body must not be decoded before it is verified.
            let body = try await request.body.collect(upTo: 1 << 20)
            let event: WebhookEvent
            do {
                event = try verifier.event(body: body.readableBytesView, headers: request.headers)
            } catch let error as WebhookError {
                logger.warning("rejected webhook", metadata: ["code": "\(error.code)", "error": "\(error)"])
                return .badRequest
            }
            try await handle(event)
            return .ok
        }
        return router
    }

    /// Handles an event. If this method throws, the service responds with status 500 and the event is delivered again.
    func handle(_ event: WebhookEvent) async throws {
        switch event.type {
        case .responseCompleted, .responseIncomplete:
            let response = try await client.responses.retrieve(event.objectID ?? "")
            logger.info("response", metadata: ["id": "\(response.id)", "text": "\(response.outputText)"])
        case .responseFailed, .batchFailed:
            logger.error("failed", metadata: ["event": "\(event.type)", "id": "\(event.objectID ?? "")"])
        default:
            logger.info("event", metadata: ["event": "\(event.type)", "id": "\(event.objectID ?? event.callID ?? "")"])
        }
    }
}
