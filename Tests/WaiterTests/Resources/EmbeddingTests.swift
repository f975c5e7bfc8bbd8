import Foundation
import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Embeddings")
struct EmbeddingTests {
    @Test("A request accepts its input in any of four forms and requests base64")
    func request() throws {
        let inputs: [(EmbeddingInput, String)] = [
            ("a", #""a""#), (["a", "b"], #"["a","b"]"#), (.tokens([1, 2]), "[1,2]"),
            (.tokenLists([[1], [2, 3]]), "[[1],[2,3]]"),
        ]
        for (input, json) in inputs {
            var request = EmbeddingRequest(model: "m", input: input)
            request.dimensions = 8
            let text = String(decoding: try JSONBodyEncoder.encode(request), as: UTF8.self)
            #expect(text == #"{"model":"m","input":\#(json),"dimensions":8,"encoding_format":"base64"}"#)
            #expect(try JSONBodyDecoder.decode(EmbeddingRequest.self, from: JSONValue(jsonText: text)) == request)
        }
    }

    @Test("Vectors from base64 and from numbers are equal, in the order of the inputs, with their usage")
    func forms() async throws {
        let vectors: [[Float]] = [[0.25, -1.5, 3e-7], [1, 0, -0.0]]
        let arrays = Self.response([(1, "[1, 0, -0.0]"), (0, "[0.25,-1.5,3e-7]")])
        let base64 = Self.response(vectors.enumerated().map { ($0.offset, "\"\(Self.base64($0.element))\"") })
        for body in [arrays, base64] {
            let client = try Harness(.json(body)).client
            let response = try await client.embeddings.create(.init(model: "m", input: ["a", "b"]))
            #expect(response.map(\.vector) == vectors)
            #expect(response.map(\.index) == [0, 1])
            #expect(response.usage?.promptTokens == 5)
            #expect(response.model == "e-1")
        }
    }

    @Test("Base64 with escaped slashes and without padding is decoded")
    func looseBase64() throws {
        // 0x3F3F3F3F, whose base64 is full of slashes.
        let vector = [Float](repeating: Float(bitPattern: 0x3F3F_3F3F), count: 5)
        let text = Self.base64(vector)
        #expect(text.contains("/") && text.hasSuffix("="))
        for text in [text.replacing("/", with: "\\/"), text.filter { $0 != "=" }] {
            let response = try #require(EmbeddingResponse.read(Array(Self.response([(0, "\"\(text)\"")]).utf8)))
            #expect(response[0].vector == vector)
        }
    }

    @Test(
        "A vector with anything but finite numbers is rejected with its path",
        arguments: [
            "[1,null]", #"[1,"2"]"#, "[1,NaN]", "[1,Infinity]", "[1,1e60]", "[1,[2]]", "[1,true]", "[01]", "[1.]",
            "[.5]", "{}",
            "null", "3", #""@@@@@@==""#, #""AAAA""#, #""AADAfw==""#, #""AACAfw==""#, #""AACA/w==""#, #""A""#,
        ]
    )
    func refused(vector: String) async throws {
        let client = try Harness(.json(Self.response([(0, "[1,2]"), (1, vector)]))).client
        let error = await #expect(throws: OpenAIError.self) {
            try await client.embeddings.create(.init(model: "m", input: ["a", "b"]))
        }
        #expect(error?.code == .invalidResponse)
        let isJSON = !["[01]", "[1.]", "[.5]"].contains(vector)
        #expect(error?.message.contains("data[1]") == isJSON)
    }

    @Test("Numbers parsed directly from the bytes equal those from the decoder", arguments: [1, 2, 3, 4])
    func numbers(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var texts: [String] = []
        for _ in 0..<2000 {
            let value = Float(bitPattern: UInt32.random(in: .min ... .max, using: &random))
            guard value.isFinite else { continue }
            texts.append("\(value)")
            texts.append("\(Double(value))")
            let small = Double.random(in: -1...1, using: &random)
            texts += [
                "\(small)", String(format: "%.8f", small), String(format: "%.17g", small),
                String(format: "%.0f", small * 1e15),
            ]
        }
        let bytes = Array("[\(texts.joined(separator: ", "))]".utf8)
        let floats = try bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            return try reader.readFloats()
        }
        #expect(floats.count == texts.count)
        for (text, float) in zip(texts, floats) {
            let exact = Float(try #require(Double(text)))
            #expect(float == exact || abs(float - exact) <= exact.ulp, "\(text), seed \(seed)")
        }
    }

    @Test(
        "Base64 of any length decodes to the same bits, and any changed character is detected or changes them",
        arguments: [5, 6]
    )
    func base64(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for count in 0..<40 {
            let vector = (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
            let text = Array(Self.base64(vector).utf8)
            #expect(try text.withUnsafeBufferPointer { try Base64Floats.decode($0) } == vector)
            guard count > 0 else { continue }
            var broken = text
            broken[Int.random(in: 0..<(text.count / 4 * 4 - 3), using: &random)] = UInt8(ascii: "!")
            #expect(throws: InvalidVector.self) { try broken.withUnsafeBufferPointer { try Base64Floats.decode($0) } }
        }
    }

    @Test("A meter receives the usage of embeddings, and an operation provides its JSON without being sent")
    func metered() async throws {
        let operation = APIOperation.embeddings(.init(model: "m", input: "a"))
        #expect(try operation.jsonBody()?["encoding_format"] == "base64")
        #expect(operation.path == ["embeddings"])
        #expect("\(APIOperation.fileContent("a/b", to: "x").path)" == "/files/a%2Fb/content")
        #expect(try operation.jsonBody(options: RequestOptions(extraBody: ["user": "u"]))?["user"] == "u")
        #expect(operation.name == "embeddings.create" && operation.method == .post)
    }

    private static func response(_ vectors: [(Int, String)]) -> String {
        let data = vectors.map { #"{"object":"embedding","index":\#($0.0),"embedding":\#($0.1)}"# }
        return #"{"object":"list","data":[\#(data.joined(separator: ","))],"model":"e-1","#
            + #""usage":{"prompt_tokens":5,"total_tokens":5}}"#
    }

    private static func base64(_ vector: [Float]) -> String {
        vector.withUnsafeBytes { Data($0).base64EncodedString() }
    }
}
