/// The special tokens of each encoding, as in tiktoken 0.14.0.
enum Specials {
    static let gpt2: [String: UInt32] = ["<|endoftext|>": 50_256]

    static let p50kEdit: [String: UInt32] = [
        "<|endoftext|>": 50_256,
        "<|fim_prefix|>": 50_281,
        "<|fim_middle|>": 50_282,
        "<|fim_suffix|>": 50_283,
    ]

    static let cl100k: [String: UInt32] = [
        "<|endoftext|>": 100_257,
        "<|fim_prefix|>": 100_258,
        "<|fim_middle|>": 100_259,
        "<|fim_suffix|>": 100_260,
        "<|endofprompt|>": 100_276,
    ]

    static let o200k: [String: UInt32] = ["<|endoftext|>": 199_999, "<|endofprompt|>": 200_018]

    /// ID 200018 has two names. Decoding returns the name that is not reserved.
    static let harmony: [String: UInt32] = {
        var tokens = o200k
        tokens["<|startoftext|>"] = 199_998
        tokens["<|return|>"] = 200_002
        tokens["<|constrain|>"] = 200_003
        tokens["<|channel|>"] = 200_005
        tokens["<|start|>"] = 200_006
        tokens["<|end|>"] = 200_007
        tokens["<|message|>"] = 200_008
        tokens["<|call|>"] = 200_012
        let reserved: [ClosedRange<UInt32>] = [
            200_000...200_001, 200_004...200_004, 200_009...200_011, 200_013...201_087,
        ]
        for id in reserved.joined() { tokens["<|reserved_\(id)|>"] = id }
        return tokens
    }()
}
