import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Azure")
struct AzureTests {
    /// Sends some calls and returns their paths.
    private func paths(deployment: String?) async throws -> [String] {
        let transport = ScriptedTransport(answering: { _ in #"{"id":"x","data":[],"choices":[],"deleted":true}"# })
        let client = try OpenAI(
            configuration: .azure(
                endpoint: "https://name.openai.azure.com",
                deployment: deployment,
                apiVersion: "2024-10-21",
                apiKey: APIKey("azure-0123456789")
            ),
            transport: transport
        )
        _ = try? await client.chat.completions.create(.init(model: "gpt", messages: [.user("Hi")]))
        _ = try? await client.embeddings.create(.init(model: "vectors", input: "a"))
        _ = try? await client.files.delete("file-1")
        _ = try? await client.models.list()
        _ = try? await client.batches.retrieve("batch-1")
        #expect(
            transport.requests.allSatisfy { request in
                request.head.headerFields.contains { $0.name.canonicalName == "api-key" }
            }
        )
        return transport.requests.map { $0.head.path ?? "" }
    }

    @Test("Calls are sent to the deployment if Azure serves them there, and to the resource otherwise")
    func deployment() async throws {
        #expect(
            try await paths(deployment: "main") == [
                "/openai/deployments/main/chat/completions?api-version=2024-10-21",
                "/openai/deployments/main/embeddings?api-version=2024-10-21",
                "/openai/files/file-1?api-version=2024-10-21", "/openai/models?api-version=2024-10-21",
                "/openai/batches/batch-1?api-version=2024-10-21",
            ]
        )
    }

    @Test("Without a deployment, the model of a request is its deployment")
    func models() async throws {
        #expect(
            try await paths(deployment: nil).prefix(3) == [
                "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
                "/openai/deployments/vectors/embeddings?api-version=2024-10-21",
                "/openai/files/file-1?api-version=2024-10-21",
            ]
        )
    }

    @Test("A base URL of another server is not changed")
    func others() async throws {
        let transport = ScriptedTransport(answering: { _ in #"{"data":[]}"# })
        for address in ["https://gateway.example/openai", "https://gateway.example/v1?api-version=1"] {
            let client = try OpenAI(
                configuration: .init(apiKey: APIKey("k-0123456789"), baseURL: BaseURL(address)),
                transport: transport
            )
            _ = try? await client.embeddings.create(.init(model: "m", input: "a"))
        }
        #expect(
            transport.requests.map { $0.head.path ?? "" } == ["/openai/embeddings", "/v1/embeddings?api-version=1"]
        )
    }
}
