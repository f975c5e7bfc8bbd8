extension BuiltInServer {
    /// The built-in servers other than `openai`, `local` and `ollama`.
    package static let all = hosted + selfHosted

    private static let hosted = [
        BuiltInServer(
            name: "anthropic",
            baseURL: "https://api.anthropic.com/v1",
            keyVariable: "ANTHROPIC_API_KEY",
            apis: [.chat],
            quirks: [
                "compatibility layer meant for evaluation; ignores strict, seed, logprobs, logit_bias, metadata and others",
                "n must be 1, temperatures above 1 are reduced to 1, and system messages are combined",
            ],
            source: "Anthropic's page about OpenAI SDK compatibility",
            date: "2026-11"
        ),
        BuiltInServer(
            name: "gemini",
            baseURL: "https://generativelanguage.googleapis.com/v1beta/openai",
            keyVariable: "GEMINI_API_KEY",
            apis: [.chat],
            quirks: [],
            source: "https://ai.google.dev/api/compatibility; base URL and variable from public clients",
            date: "2026-11-29"
        ),
        BuiltInServer(
            name: "mistral",
            baseURL: "https://api.mistral.ai/v1",
            keyVariable: "MISTRAL_API_KEY",
            apis: [.chat],
            embeddingModel: "mistral-embed",
            quirks: [
                "content can be a list of parts: text, thinking, reference", "additional finish reason: model_length",
            ],
            source: "the clients of the AI SDK, Koog and LlamaIndex",
            date: "2026-11-29"
        ),
        BuiltInServer(
            name: "deepseek",
            baseURL: "https://api.deepseek.com",
            keyVariable: "DEEPSEEK_API_KEY",
            apis: [.chat],
            quirks: [
                "reasoning is returned as reasoning_content", "additional finish reason: insufficient_system_resource",
            ],
            source: "https://api-docs.deepseek.com/",
            date: "2026-11-29"
        ),
        BuiltInServer(
            name: "groq",
            baseURL: "https://api.groq.com/openai/v1",
            keyVariable: "GROQ_API_KEY",
            apis: [.chat, .responses],
            quirks: [
                "HTTP 400 for logprobs, top_logprobs, logit_bias, messages[].name, and n other than 1",
                "no vtt or srt transcriptions",
            ],
            source: "Groq's page about OpenAI compatibility",
            date: "2026-11"
        ),
        BuiltInServer(
            name: "xai",
            baseURL: "https://api.x.ai/v1",
            keyVariable: "XAI_API_KEY",
            apis: [.responses, .chat],
            quirks: [
                "chat completions are deprecated and return no reasoning",
                "responses are stored for 30 days by default",
            ],
            source: "https://docs.x.ai/developers/model-capabilities/text/comparison.md and quickstart.md",
            date: "2026-11-29"
        ),
        BuiltInServer(
            name: "openrouter",
            baseURL: "https://openrouter.ai/api/v1",
            keyVariable: "OPENROUTER_API_KEY",
            apis: [.chat, .responses],
            quirks: [
                "comments such as ': OPENROUTER PROCESSING' in streams", "usage.cost is the billed amount",
                "the Responses API is in beta",
            ],
            source: "https://openrouter.ai/docs/api_reference/responses/basic-usage.md",
            date: "2026-11-29"
        ),
        BuiltInServer(
            name: "together",
            baseURL: "https://api.together.ai/v1",
            keyVariable: "TOGETHER_API_KEY",
            apis: [.chat, .responses],
            quirks: ["responses are not stored", "additional finish reason: eos"],
            source: "Together's documentation",
            date: "2026-11"
        ),
        BuiltInServer(
            name: "fireworks",
            baseURL: "https://api.fireworks.ai/inference/v1",
            keyVariable: "FIREWORKS_API_KEY",
            apis: [.chat, .responses],
            quirks: [
                "model IDs have the form accounts/fireworks/models/NAME", "responses are stored unless store is false",
            ],
            source: "https://docs.fireworks.ai/guides/response-api",
            date: "2026-11-29"
        ),
        BuiltInServer(
            name: "perplexity",
            baseURL: "https://api.perplexity.ai/v1",
            keyVariable: "PERPLEXITY_API_KEY",
            apis: [.responses],
            quirks: [
                "chat completions were served at https://api.perplexity.ai, without /v1; "
                    + "a third party reports that this ended on 2026-09-27",
                "the batch API documents Idempotency-Key and rejects output_expires_after",
            ],
            source: "https://docs.perplexity.ai/docs/grounded-llm/openai-compatibility",
            date: "2026-11-29"
        ),
        BuiltInServer(
            name: "cerebras",
            baseURL: "https://api.cerebras.ai/v1",
            keyVariable: "CEREBRAS_API_KEY",
            apis: [.chat],
            quirks: [
                "HTTP 400 for frequency_penalty, presence_penalty, logit_bias, parallel_tool_calls and service_tier, "
                    + "according to the req_llm project",
                "gpt-oss-120b treats system messages as developer messages",
            ],
            source: "https://inference-docs.cerebras.ai/resources/openai",
            date: "2026-11-29"
        ),
    ]

    private static let selfHosted = [
        BuiltInServer(
            name: "lmstudio",
            baseURL: "http://localhost:1234/v1",
            apis: [.chat, .responses],
            quirks: [],
            source: "the server lists of public clients",
            date: "2026-11"
        ),
        BuiltInServer(
            name: "vllm",
            baseURL: "http://localhost:8000/v1",
            apis: [.chat, .responses],
            quirks: ["responses are stored only if the operator enables storage"],
            source: "the server lists of public clients",
            date: "2026-11"
        ),
        BuiltInServer(
            name: "llamacpp",
            baseURL: "http://localhost:8080/v1",
            apis: [.chat, .responses],
            quirks: [
                "error codes are integers", "unknown model names are accepted",
                "responses ignore text.format, tools and hosted tools, and are not stored",
                "embeddings require a server started with --embeddings",
            ],
            source: "measured with the llama.cpp server that waiter local installs",
            date: "2026-11"
        ),
        BuiltInServer(
            name: "litellm",
            baseURL: "http://localhost:4000/v1",
            apis: [.chat, .responses],
            quirks: [
                "the Responses API is translated for providers that lack it",
                "error codes are strings, such as \"429\"",
                "HTTP 400 for an invalid key if the proxy has no database",
            ],
            source: "measured with litellm 1.105.2",
            date: "2026-11"
        ),
    ]
}
