import Testing
import Waiter

@Suite("A list of models")
struct ModelTests {
    @Test("OpenAI's list is decoded, with the shutdown dates of models")
    func openAI() throws {
        let list = try Fixture.value(ModelList.self, "models-openai")
        #expect(list.data.map(\.id) == ["gpt-6.1-sol", "gpt-4o"])
        #expect(list.data.map(\.shutdownDate) == ["2027-10-01", nil])
        #expect(list.data[1].created == 1_715_367_049)
        #expect(list.map(\.ownedBy) == ["system", "system"])
        #expect(try roundTrip(list) == list)
    }

    @Test("llama.cpp's list is decoded, whatever it adds or omits")
    func llamaCpp() throws {
        let list = try Fixture.value(ModelList.self, "models-llama-cpp")
        #expect(
            list.data == [
                ModelInfo(id: "smollm2-135m", created: 1_795_000_000, ownedBy: "llamacpp"), ModelInfo(id: "bare"),
            ]
        )
    }

    @Test("Ollama's list without a model is empty; one without data is rejected")
    func empty() throws {
        #expect(try decoded(ModelList.self, #"{"object":"list","data":null}"#).isEmpty)
        #expect(throws: DecodingError.self) { try decoded(ModelList.self, #"{"object":"list"}"#) }
    }
}
