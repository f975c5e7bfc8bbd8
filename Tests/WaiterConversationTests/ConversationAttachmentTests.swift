import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Attachments by reference") struct ConversationAttachmentTests {
    private let picture = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    private func url(_ type: String, _ bytes: [UInt8]) -> String {
        "data:\(type);base64," + Data(bytes).base64EncodedString()
    }

    private var heavy: Conversation {
        let sound = Data(picture.reversed()).base64EncodedString()
        return Conversation(
            model: "gpt-4o",
            messages: [
                .user([
                    .text("What is this?"), .imageURL(url("image/png", picture), detail: .low),
                    .imageURL("https://example.com/a.png"), .imageURL(url("image/png", [1, 2, 3])),
                    .inputAudio(data: sound, format: .wav),
                    .file(data: url("application/pdf", picture), filename: "a.pdf"),
                ]),
                .assistant("A cat."),
            ]
        )
    }

    @Test("Long data is replaced by a name, and restored byte for byte")
    func roundTrip() throws {
        let heavy = heavy
        var kept: [String: MessageAttachment] = [:]
        let light = heavy.withoutAttachmentData { attachment in
            let name = "a name: \(kept.count), with anything in it"
            kept[name] = attachment
            return name
        }
        #expect(kept.count == 3)
        #expect(Set(kept.values.map(\.mediaType)) == ["image/png", "application/pdf", nil])
        #expect(try JSONBodyEncoder.encode(light).count < 1500)
        #expect(light.attachmentNames == Set(kept.keys))
        #expect(light.withoutAttachmentData { _ in "none is left" } == light)
        let read = try decodedCopy(light)
        #expect(try read.restored { kept[$0]?.bytes } == heavy)
        #expect(heavy.attachmentNames.isEmpty)
    }

    @Test("A conversation without attachment data continues, and the server receives all of it")
    func sending() async throws {
        let transport = ScriptedTransport(.json(#"{"choices": [{"message": {"role": "assistant", "content": "a"}}]}"#))
        let client = try OpenAI(
            configuration: OpenAI.Configuration(baseURL: BaseURL("http://127.0.0.1:9")),
            transport: transport
        )
        let heavy = heavy
        let (bytes, sound) = (picture, Array(picture.reversed()))
        var light = heavy.withoutAttachmentData { $0.mediaType == nil ? "sound" : "picture" }
        let options = Conversation.Options(attachment: { $0 == "sound" ? sound : bytes })
        try await light.send("And this?", with: client, options: options)
        let body = try JSONValue(jsonText: String(decoding: transport.requests[0].body, as: UTF8.self))
        var whole = heavy
        whole.append(.user("And this?"))
        #expect(try body["messages"] == whole.openAIMessages)
        #expect(light.attachmentNames.count == 2)
        #expect(light.lastFit?.messages.first == light.messages.first)

        let error = await #expect(throws: ConversationError.self) { try await light.send("More?", with: client) }
        #expect(error?.code == .missingAttachment && transport.requests.count == 1)
        #expect(throws: ConversationError.self) { try light.restored { _ in nil } }
    }
}
