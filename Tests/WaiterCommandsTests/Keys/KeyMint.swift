import WaiterTestSupport

/// Generates realistic keys at run time, so that no scanner finds any in this repository.
struct KeyMint {
    static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    static let alphanumeric = letters + Array("0123456789")
    static let base64URL = alphanumeric + Array("-_")
    static let base64 = alphanumeric + Array("/+")
    static let hexadecimal = Array("0123456789abcdef")
    static let digits = Array("0123456789")

    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func draw(_ characters: [Character], _ count: Int) -> String {
        String((0..<count).map { _ in characters[Int.random(in: characters.indices, using: &random)] })
    }

    /// OpenAI's current key format.
    mutating func openAI() -> String {
        "sk-" + "proj-" + draw(Self.base64URL, 74) + marker + draw(Self.alphanumeric, 74)
    }

    mutating func github() -> String {
        "gh" + "p_" + draw(Self.alphanumeric, 36)
    }

    private var marker: String { "T3Blbk" + "FJ" }

    /// One of each kind, as written in a file, with the secret in it.
    mutating func all() -> [(kind: String, line: String, secret: String)] {
        bare().map { ($0.kind, "key = \"\($0.secret)\"", $0.secret) } + named()
    }

    private mutating func bare() -> [(kind: String, secret: String)] {
        [
            ("openai", openAI()),
            ("openai", "sk-" + "svcacct-" + draw(Self.base64URL, 74) + marker + draw(Self.alphanumeric, 74)),
            ("openai-admin", "sk-" + "admin-" + draw(Self.base64URL, 58) + marker + draw(Self.alphanumeric, 58)),
            ("openai", "sk-" + draw(Self.alphanumeric, 20) + marker + draw(Self.alphanumeric, 20)),
            ("openai", "sk-" + "None-" + draw(Self.alphanumeric, 20) + marker + draw(Self.alphanumeric, 20)),
            ("sk-key", "sk-" + draw(Self.hexadecimal, 32)),
            ("anthropic", "sk-" + "ant-api03-" + draw(Self.base64URL, 93) + "AA"),
            ("openrouter", "sk-" + "or-v1-" + draw(Self.hexadecimal, 64)),
            ("google", "AI" + "za" + draw(Self.alphanumeric, 35)),
            ("groq", "gs" + "k_" + draw(Self.alphanumeric, 52)),
            ("huggingface", "h" + "f_" + draw(Self.letters, 34)),
            ("nvidia", "nv" + "api-" + draw(Self.alphanumeric, 64)),
            ("perplexity", "pp" + "lx-" + draw(Self.alphanumeric, 48)),
            ("replicate", "r" + "8_" + draw(Self.alphanumeric, 37)),
            ("xai", "xa" + "i-" + draw(Self.alphanumeric, 80)),
            ("github", github()),
            ("github", "gh" + "o_" + draw(Self.alphanumeric, 36)),
            ("github", "github" + "_pat_" + draw(Self.alphanumeric, 22) + "_" + draw(Self.alphanumeric, 59)),
            ("gitlab", "gl" + "pat-" + draw(Self.alphanumeric, 20)),
            ("npm", "np" + "m_" + draw(Self.alphanumeric, 36)),
            ("pypi", "py" + "pi-AgEIcHlwaS5vcmc" + draw(Self.alphanumeric, 130)),
            ("aws-access-key-id", "AK" + "IA" + draw(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), 16)),
            ("sendgrid", "S" + "G." + draw(Self.alphanumeric, 22) + "." + draw(Self.alphanumeric, 43)),
            ("slack", "xo" + "xb-" + draw(Self.digits, 12) + "-" + draw(Self.alphanumeric, 24)),
            ("stripe", "sk" + "_live_" + draw(Self.alphanumeric, 24)),
            ("twilio", "S" + "K" + draw(Self.hexadecimal, 32)),
        ]
    }

    private mutating func named() -> [(kind: String, line: String, secret: String)] {
        let (aws, other) = (draw(Self.base64, 40), draw(Self.base64, 40))
        let (cohere, mistral) = (draw(Self.alphanumeric, 40), draw(Self.alphanumeric, 32))
        let (twilio, azure) = (draw(Self.hexadecimal, 32), draw(Self.hexadecimal, 32))
        return [
            ("aws-secret-access-key", "aws_secret_access_key = \(aws)", aws),
            ("aws-secret-access-key", "{\"SecretAccessKey\": \"\(other)\"}", other),
            ("cohere", "export COHERE_API_KEY=\(cohere)", cohere),
            ("cohere", "CO_API_KEY: '\(cohere)'", cohere),
            ("mistral", "let mistralApiKey = \"\(mistral)\"", mistral),
            ("twilio", "TWILIO_AUTH_TOKEN=\(twilio)", twilio),
            ("azure-openai", "os.environ[\"AZURE_OPENAI_API_KEY\"] = \"\(azure)\"", azure),
        ]
    }

    mutating func privateKey() -> String {
        let dashes = String(repeating: "-", count: 5)
        let lines = (0..<4).map { _ in draw(Self.base64, 64) }
        return (["\(dashes)BEGIN RSA PRIVATE KEY\(dashes)"] + lines).joined(separator: "\n")
    }
}
