internal import Waiter

extension Lesson {
    static let client = Lesson(
        name: "client",
        title: "The client",
        text: """
            A client is a value that holds the settings for one server: the base URL, the key, the timeouts, and the \
            number of retries. Create a client once, and use it for all calls to that server. The client keeps its \
            connections open, because opening a new connection is slow.

            OpenAI() reads OPENAI_API_KEY and OPENAI_BASE_URL from the environment. The base URL determines which \
            server is called. Many other servers, such as Azure, Ollama, llama.cpp and vLLM, implement the same \
            protocol. To use one of these servers, you change the settings of the client, but not the rest of the \
            program.
            """,
        curl: """
            curl https://api.openai.com/v1/models \\
              -H "Authorization: Bearer $OPENAI_API_KEY"
            curl http://127.0.0.1:11434/v1/models
            """,
        command: """
            waiter models --remote
            waiter models --remote -P ollama
            """,
        swift: """
            import Waiter

            let openAI = try OpenAI()
            let ollama = try OpenAI(
                configuration: .init(
                    baseURL: BaseURL("http://127.0.0.1:11434/v1")
                )
            )
            for client in [openAI, ollama] {
                for model in try await client.models.list().data {
                    print(model.id)
                }
            }
            """,
        summary: "Create one client for each server, and reuse it. The base URL determines which server is called."
    ) { stage in
        try await stage.withServer { client, server in
            try stage.page.text("A client sends two requests to the lesson server at \(server.baseURL):")
            for _ in 0..<2 {
                _ = try await client.models.list()
                try stage.show(server.exchanges.last, [.requestHead, .responseBody])
            }
            let (requests, connections) = (server.exchanges.count, server.connections)
            try stage.page.text("Requests: \(requests). Connections that were opened: \(connections).")
        }
    }
}
