import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Convenience methods")
struct ConvenienceTests {
    @Test("A chunk's text is the first choice's text, and empty if there is none")
    func chunkText() {
        let chunk = ChatCompletionChunk(choices: [
            .init(index: 1, delta: .init(content: "other")), .init(index: 0, delta: .init(content: "this")),
        ])
        #expect(chunk.text == "this")
        #expect(ChatCompletionChunk().text == "")
        #expect(ChatCompletionChunk(choices: [.init(index: 1, delta: .init(content: "other"))]).text == "")
    }

    @Test("A model and messages make a call, complete and streamed, and the answer is appended to the messages")
    func calls() async throws {
        let harness = try Harness(.completion)
        var messages: [ChatMessage] = ["Hi", .system("Be brief.")]
        #expect(messages[0] == .user("Hi"))
        let completion = try await harness.client.chat.completions.create(model: "m", messages: messages)
        messages.append(completion.message)
        #expect(messages.last?.role == .assistant && messages.last?.text == completion.text)
        messages.append(ChatCompletion(choices: []).message)
        #expect(messages.count == 3)
        let sent = try JSONValue(parsing: #require(harness.transport.requests.first?.body))
        #expect(sent["model"] == "m" && sent["messages"]?[0]?["content"] == "Hi")
        let streamed = try Harness(
            .events(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
            )
        )
        var text = ""
        for try await chunk in try await streamed.client.chat.completions.stream(model: "m", messages: ["Hi"]) {
            text += chunk.text
        }
        #expect(text == "a")
    }

    @Test("A message is created from two strings, with any role, and returns them")
    func plainStrings() {
        for role in ["user", "assistant", "system", "narrator"] {
            let message = ChatMessage(role: role, text: "x")
            #expect(message.role.rawValue == role && message.text == "x")
        }
    }

    @Test("The type of an attachment is detected from its bytes, whatever its name")
    func attachments() throws {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1]
        guard case .imageURL(let image) = try ChatContentPart(bytes: png) else {
            throw OpenAIError(.invalidRequest, "png")
        }
        #expect(image.url == "data:image/png;base64," + Data(png).base64EncodedString())
        guard case .inputAudio(let sound) = try ChatContentPart(bytes: Array("RIFF1234WAVEfmt ".utf8)) else {
            throw OpenAIError(.invalidRequest, "wav")
        }
        #expect(sound.format == .wav)
        let path = NSTemporaryDirectory() + "waiter-\(UUID().uuidString).png"
        try Data("%PDF-1.7".utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard case .file(let file) = try ChatContentPart(path: path) else { throw OpenAIError(.invalidRequest, "pdf") }
        #expect(file.filename == URL(fileURLWithPath: path).lastPathComponent)
        #expect(file.fileData?.hasPrefix("data:application/pdf;base64,") == true)
        for make in [{ try ChatContentPart(bytes: Array("text".utf8)) }, { try ChatContentPart(path: path + "x") }] {
            #expect { try make() } throws: { ($0 as? OpenAIError)?.code == .invalidRequest }
        }
    }
}
