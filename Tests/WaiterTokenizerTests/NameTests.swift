import Testing
import WaiterTokenizer

@Suite("Names of models and encodings")
struct NameTests {
    @Test(
        "Models have the encodings listed by tiktoken",
        arguments: [
            ("gpt-4o", "o200k_base"), ("gpt-4o-2024-05-13", "o200k_base"), ("o1", "o200k_base"),
            ("o3-mini", "o200k_base"),
            ("gpt-5", "o200k_base"), ("gpt-5.6-sol", "o200k_base"), ("gpt-4.1-nano", "o200k_base"),
            ("gpt-4", "cl100k_base"), ("gpt-4-0613", "cl100k_base"), ("gpt-3.5-turbo-0125", "cl100k_base"),
            ("text-embedding-3-small", "cl100k_base"), ("gpt-oss-20b", "o200k_harmony"),
            ("ft:gpt-4o:org", "o200k_base"),
            ("ft:gpt-4:org", "cl100k_base"), ("text-davinci-003", "p50k_base"), ("code-davinci-edit-001", "p50k_edit"),
            ("davinci", "r50k_base"), ("gpt2", "r50k_base"), ("openai/gpt-oss-120b", "o200k_harmony"),
        ]
    )
    func models(model: String, encoding: String) {
        let found = TokenEncoding.forModel(model)
        #expect(found.encoding.name == encoding)
        #expect(!found.isAssumed)
    }

    @Test(
        "For an unknown model, the newest encoding is assumed and reported",
        arguments: ["gpt-6.1-sol", "llama-3", "", "o9"]
    )
    func unknownModels(model: String) {
        let found = TokenEncoding.forModel(model)
        #expect(found.isAssumed)
        #expect(found.encoding == .o200kBase)
        #expect(found.model == model)
    }

    @Test("Encodings are found by name, and the closest are suggested for an unknown name")
    func encodings() throws {
        for encoding in TokenEncoding.all { #expect(try TokenEncoding.named(encoding.name) == encoding) }
        #expect(try TokenEncoding.named("gpt2") == .r50kBase)
        #expect(try TokenEncoding.named("CL100K-base") == .cl100kBase)
        let error = #expect(throws: TokenizerError.self) { try TokenEncoding.named("o20k_base") }
        #expect(error?.code == .unknownEncoding)
        #expect(error?.nearest.first == "o200k_base")
        #expect(error?.description.contains("o200k_base") == true)
    }
}
