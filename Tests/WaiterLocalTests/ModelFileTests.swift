import Testing

@testable import WaiterLocal

@Suite("Model files")
struct ModelFileTests {
    @Test("A GGUF file is accepted")
    func accepted() throws {
        let directory = try TemporaryDirectory()
        try ModelFile.validate(try directory.file("a.gguf", smallestGGUF))
    }

    @Test("Another format, an empty file and a truncated header are rejected", arguments: ["not a model", "", "GGUF"])
    func refused(text: String) async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file("a.gguf", text)
        let error = await localModelError { try ModelFile.validate(path) }
        #expect(error?.code == .modelFileInvalid)
        #expect(error?.description.contains(path) == true)
    }

    @Test("A directory and a missing path are rejected")
    func missing() async throws {
        let directory = try TemporaryDirectory()
        #expect(await localModelError { try ModelFile.validate(directory.path) }?.code == .modelFileInvalid)
        #expect(await localModelError { try ModelFile.validate("/no/such.gguf") }?.code == .modelFileInvalid)
    }

    @Test("A model is named after its file, and the installed one by its short name")
    func names() {
        let layout = Layout(directory: "/data")
        #expect(ModelFile.modelName(of: "/models/Qwen3-4B.Q4_K_M.gguf", layout: layout) == "Qwen3-4B.Q4_K_M")
        #expect(ModelFile.modelName(of: "/models/plain", layout: layout) == "plain")
        #expect(ModelFile.modelName(of: layout.modelFile, layout: layout) == "smollm2-135m")
    }
}
