internal import Waiter

/// The details of a context overflow error. llama.cpp reports the details as members of the error object. Other servers
/// include them in the error message.
struct ContextOverflow {
    /// The size of the server's context window, in tokens.
    var size: Int?
    /// The number of input tokens, as counted by the server.
    var tokens: Int?

    /// The phrases that precede the context size in error messages.
    ///
    /// Servers send messages such as the following:
    ///
    /// - OpenAI: "maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens", "exceed the
    ///   configured limit of 272000 tokens"
    /// - vLLM: "(1949 in the messages", "request has 1949 input tokens"
    /// - Anthropic: "prompt is too long: 210000 tokens > 200000 maximum"
    /// - Gemini: "token count (1200000) exceeds the maximum number of tokens allowed (1048576)"
    /// - llama.cpp: "request (9001 tokens) exceeds the available context size (8192 tokens)"
    /// - xAI: "maximum prompt length is 131072 but the request contains 537812 tokens"
    /// - Kimi: "exceeded model token limit: 262144 (requested: 566084)"
    /// - Mistral: "too large for model with 32768 maximum context length"
    /// - Copilot: "prompt token count of 93854 exceeds the limit of 90000"
    private static let sizes = [
        "maximum context length is ", "maximum context length of ", "configured limit of ", "tokens allowed (",
        "available context size (", "maximum model length of ", " tokens > ", "maximum prompt length is ",
        "token limit: ", "too large for model with ", "exceeds the limit of ",
    ]
    private static let counts = [
        "resulted in ", "request has ", "token count (", "too long: ", "request (", "prompt contains ",
        "tokens (", "request contains ", "(requested: ", "token count of ",
    ]

    init(_ server: ServerErrorBody?) {
        let words = Array((server?.message ?? "").lowercased().utf8)
        size = server?.contextSize ?? Self.number(in: words, after: Self.sizes)
        tokens = server?.promptTokens ?? Self.number(in: words, after: Self.counts)
        if let size, size < 1 { self.size = nil }
    }

    /// Returns the number after the first matching phrase, ignoring commas.
    private static func number(in words: [UInt8], after phrases: [String]) -> Int? {
        for phrase in phrases {
            let phrase = Array(phrase.utf8)
            guard words.count > phrase.count else { continue }
            for start in 0..<(words.count - phrase.count) where words[start...].starts(with: phrase) {
                let behind = words[(start + phrase.count)...]
                let digits = behind.prefix { (48...57).contains($0) || $0 == 44 }.filter { $0 != 44 }
                if let number = Int(String(decoding: digits.prefix(12), as: UTF8.self)) { return number }
            }
        }
        return nil
    }
}
