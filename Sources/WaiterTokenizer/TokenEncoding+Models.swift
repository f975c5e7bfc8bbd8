extension TokenEncoding {
    /// Returns a model's encoding, based on the model's name or a prefix of it.
    ///
    /// If no encoding has been published for a model, or if the model was released after this version of the library,
    /// returns `o200kBase` with `isAssumed` set. All recent models are known to use this encoding. A provider prefix,
    /// as in `openai/gpt-4o`, is ignored. A fine-tuned model uses the encoding of its base model.
    public static func forModel(_ model: String) -> ModelEncoding {
        let bare = model.lastIndex(of: "/").map { model[model.index(after: $0)...] } ?? model[...]
        let encoding = published(forModel: model) ?? published(forModel: bare)
        return ModelEncoding(model: model, encoding: encoding ?? o200kBase, isAssumed: encoding == nil)
    }

    /// Returns the encoding that tiktoken 0.14.0 uses for a model, or `nil` if tiktoken does not list the model.
    static func published(forModel model: some StringProtocol) -> TokenEncoding? {
        let found = names.first { $0.models.contains(String(model)) }?.encoding
        return (found ?? prefixes.first { model.hasPrefix($0.prefix) }?.encoding)?.encoding
    }

    private static let names: [(encoding: EncodingName, models: Set<String>)] = [
        (.o200kBase, ["o1", "o3", "o4-mini", "gpt-5", "gpt-4.1", "gpt-4o"]),
        (
            .cl100kBase,
            [
                "gpt-4", "gpt-3.5-turbo", "gpt-3.5", "gpt-35-turbo", "davinci-002", "babbage-002",
                "text-embedding-ada-002", "text-embedding-3-small", "text-embedding-3-large",
            ]
        ),
        (
            .p50kBase,
            [
                "text-davinci-003", "text-davinci-002", "code-davinci-002", "code-davinci-001", "code-cushman-002",
                "code-cushman-001", "davinci-codex", "cushman-codex",
            ]
        ),
        (.p50kEdit, ["text-davinci-edit-001", "code-davinci-edit-001"]),
        (
            .r50kBase,
            [
                "text-davinci-001", "text-curie-001", "text-babbage-001", "text-ada-001", "davinci", "curie",
                "babbage", "ada", "text-similarity-davinci-001", "text-similarity-curie-001",
                "text-similarity-babbage-001", "text-similarity-ada-001", "text-search-davinci-doc-001",
                "text-search-curie-doc-001", "text-search-babbage-doc-001", "text-search-ada-doc-001",
                "code-search-babbage-code-001", "code-search-ada-code-001", "gpt2", "gpt-2",
            ]
        ),
    ]

    /// The prefixes in the same order as in tiktoken. The first matching prefix is used.
    private static let prefixes: [(prefix: String, encoding: EncodingName)] = [
        ("o1-", .o200kBase), ("o3-", .o200kBase), ("o4-mini-", .o200kBase), ("gpt-5", .o200kBase),
        ("gpt-4.5-", .o200kBase), ("gpt-4.1-", .o200kBase), ("chatgpt-4o-", .o200kBase), ("gpt-4o-", .o200kBase),
        ("gpt-4-", .cl100kBase), ("gpt-3.5-turbo-", .cl100kBase), ("gpt-35-turbo-", .cl100kBase),
        ("gpt-oss-", .o200kHarmony), ("ft:gpt-4o", .o200kBase), ("ft:gpt-4", .cl100kBase),
        ("ft:gpt-3.5-turbo", .cl100kBase), ("ft:davinci-002", .cl100kBase), ("ft:babbage-002", .cl100kBase),
    ]
}
