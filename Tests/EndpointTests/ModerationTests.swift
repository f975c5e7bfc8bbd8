import Testing
import Waiter
import WaiterTestSupport

@Suite("Moderations")
struct ModerationTests {
    @Test("A request has its input in any of three forms")
    func request() throws {
        let inputs: [(ModerationRequest.Input, String)] = [
            ("a", #""a""#), (["a", "b"], #"["a","b"]"#),
            (
                .parts([.text("a"), .imageURL("https://x/y.png")]),
                #"[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"https://x/y.png"}}]"#
            ),
        ]
        for (input, json) in inputs {
            let request = ModerationRequest(input: input, model: "omni-moderation-latest")
            #expect(try encoded(request) == #"{"input":\#(json),"model":"omni-moderation-latest"}"#)
            #expect(try roundTrip(request) == request)
        }
        #expect(try encoded(ModerationRequest(input: "a")) == #"{"input":"a"}"#)
    }

    @Test("Categories, scores and input types are read, with null categories absent and new ones kept")
    func response() async throws {
        let transport = ScriptedTransport(
            .json(
                #"""
                {"id":"modr-1","model":"omni","results":[{"flagged":true,
                "categories":{"violence":true,"hate":true,"sexual":false,"illicit":null,"new":true},
                "category_scores":{"violence":0.9,"hate":0.95,"sexual":1e-5,"new":0.1},
                "category_applied_input_types":{"violence":["text","image"]}}]}
                """#
            )
        )
        let response = try await transport.client().moderations.create(.init(input: "x"))
        #expect(response.isFlagged && response.id == "modr-1" && response.model == "omni")
        let result = response.results[0]
        #expect(result.flaggedCategories == [.hate, .violence, "new"])
        #expect(result.categories[.illicit] == nil && result.categories[.sexual] == false)
        #expect(result.scores[.violence] == 0.9)
        #expect(result.appliedInputTypes[.violence] == ["text", "image"])
        #expect(try roundTrip(response) == response)
        #expect(transport.requests.map(\.line) == ["POST /v1/moderations"])
    }

    @Test("A result without flagged is an error rather than harmless")
    func missing() {
        #expect(throws: DecodingError.self) {
            try decoded(ModerationResponse.self, #"{"model":"m","results":[{"categories":{}}]}"#)
        }
    }

    @Test("A model is deleted by its ID")
    func deletion() async throws {
        let transport = ScriptedTransport(.json(#"{"id":"ft:a","object":"model","deleted":true}"#))
        let deletion = try await transport.client().models.delete("ft:a")
        #expect(deletion == ModelDeletion(id: "ft:a", deleted: true))
        #expect(transport.requests.map(\.line) == ["DELETE /v1/models/ft:a"])
        #expect(throws: DecodingError.self) { try decoded(ModelDeletion.self, #"{"id":"a"}"#) }
    }
}
