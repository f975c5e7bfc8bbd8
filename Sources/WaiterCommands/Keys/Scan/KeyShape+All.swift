extension KeyShape {
    /// The formats of well-known keys. Among formats with the same prefix, the more specific formats come first.
    ///
    /// The formats are based on the providers' documentation and on keys that the providers issue. A prefix as short as
    /// `sk-` also occurs in ordinary text, so a key with such a prefix must also contain a digit. Only one in several
    /// thousand of these keys has no digit.
    package static let all: [KeyShape] = openAI + modelProviders + codeHosts + services

    private static let random: KeyDemands = [.mixedCase, .digit]
    private static let long = 40...400

    private static let openAI = [
        KeyShape("anthropic", "sk-ant-", [.run(.base64URL, 80...200)], random),
        KeyShape("openrouter", "sk-or-v1-", [.run(.hexadecimal, 64...64)]),
        KeyShape("openai", "sk-proj-", [.run(.base64URL, long)], random),
        KeyShape("openai", "sk-svcacct-", [.run(.base64URL, long)], random),
        KeyShape("openai-admin", "sk-admin-", [.run(.base64URL, long)], random),
        KeyShape("openai", "sk-", [.run(.alphanumeric, 48...48)], random),
        KeyShape("openai", "sk-", [.run(.base64URL, 48...400)], [.mixedCase, .digit, .openAIMarker]),
        // This format is used by DeepSeek, Moonshot and other providers.
        KeyShape("sk-key", "sk-", [.run(.hexadecimal, 32...32)]),
        KeyShape("sk-key", "sk-", [.run(.alphanumeric, 32...32)], random),
    ]

    private static let modelProviders = [
        KeyShape("google", "AIza", [.run(.base64URL, 35...35)], .mixedCase),
        KeyShape("groq", "gsk_", [.run(.alphanumeric, 52...52)], .mixedCase),
        KeyShape("huggingface", "hf_", [.run(.alphanumeric, 34...34)], .mixedCase),
        KeyShape("nvidia", "nvapi-", [.run(.base64URL, 60...70)], .mixedCase),
        KeyShape("perplexity", "pplx-", [.run(.alphanumeric, 40...64)], .mixedCase),
        KeyShape("replicate", "r8_", [.run(.alphanumeric, 37...37)], .mixedCase),
        KeyShape("xai", "xai-", [.run(.alphanumeric, 80...80)], .mixedCase),
    ]

    private static let codeHosts = [
        KeyShape("github", "ghp_", [.run(.alphanumeric, 36...36)], .mixedCase),
        KeyShape("github", "gho_", [.run(.alphanumeric, 36...36)], .mixedCase),
        KeyShape("github", "ghu_", [.run(.alphanumeric, 36...36)], .mixedCase),
        KeyShape("github", "ghs_", [.run(.alphanumeric, 36...36)], .mixedCase),
        KeyShape("github", "ghr_", [.run(.alphanumeric, 36...76)], .mixedCase),
        KeyShape(
            "github",
            "github_pat_",
            [.run(.alphanumeric, 22...22), .literal([UInt8(ascii: "_")]), .run(.alphanumeric, 59...59)],
            .mixedCase
        ),
        KeyShape("gitlab", "glpat-", [.run(.base64URL, 20...20)], .mixedCase),
        KeyShape("gitlab", "glpat-", [.run([.base64URL, .dot], 40...120)], .mixedCase),
        KeyShape("npm", "npm_", [.run(.alphanumeric, 36...36)], .mixedCase),
        // The prefix encodes the name of the package index.
        KeyShape("pypi", "pypi-AgE", [.run(.base64URL, 60...500)], .mixedCase),
    ]

    private static let services = [
        KeyShape("aws-access-key-id", "AKIA", [.run([.upper, .digit], 16...16)]),
        KeyShape("aws-access-key-id", "ASIA", [.run([.upper, .digit], 16...16)]),
        KeyShape(
            "sendgrid",
            "SG.",
            [.run(.base64URL, 22...22), .literal([UInt8(ascii: ".")]), .run(.base64URL, 43...43)],
            .mixedCase
        ),
        KeyShape("slack", "xoxb-", slack, .digit), KeyShape("slack", "xoxp-", slack, .digit),
        KeyShape("slack", "xoxa-", slack, .digit), KeyShape("slack", "xoxr-", slack, .digit),
        KeyShape("slack", "xoxs-", slack, .digit), KeyShape("slack", "xoxo-", slack, .digit),
        KeyShape("slack", "xoxe-", slack, .digit), KeyShape("slack", "xoxe.xox", slack, .digit),
        KeyShape("slack", "xapp-", slack, .digit),
        KeyShape("stripe", "sk_live_", [.run(.alphanumeric, 24...250)], .mixedCase),
        KeyShape("stripe", "rk_live_", [.run(.alphanumeric, 24...250)], .mixedCase),
        KeyShape("twilio", "SK", [.run(.hexadecimal, 32...32)]),
    ]

    private static let slack: [Part] = [.run([.alphanumeric, .dash], 24...260)]
}
