import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Conversation as a value") struct ConversationTests {
    @Test("After any operations, the path equals that of a simple list, and nothing is lost")
    func tree() throws {
        for seed in UInt64(0)..<200 {
            var random = SeededRandom(seed: seed)
            var conversation = Conversation(model: "m")
            // The reference model: the complete path to each message.
            var paths: [[ChatMessage]] = []
            var current: [ChatMessage] = []
            for step in 0..<40 {
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<6:
                    let message: ChatMessage = step.isMultiple(of: 2) ? .user("\(step)") : .assistant("\(step)")
                    current.append(message)
                    paths.append(current)
                    #expect(conversation.append(message) == paths.count - 1, "seed \(seed)")
                case 6, 7:
                    let id = paths.indices.randomElement(using: &random)
                    try conversation.branch(at: id)
                    current = id.map { paths[$0] } ?? []
                default:
                    if let place = current.lastIndex(where: { $0.role == .user }) {
                        #expect(try conversation.undo() == current[place], "seed \(seed)")
                        current = Array(current[..<place])
                    } else {
                        #expect(throws: ConversationError.self) { try conversation.undo() }
                    }
                }
                #expect(conversation.messages == current, "seed \(seed)")
            }
            for (id, path) in paths.enumerated() {
                #expect(conversation.path(to: id).map(\.message) == path, "seed \(seed)")
            }
            let ends = paths.indices.filter { id in !conversation.nodes.contains { $0.parent == id } }
            #expect(Set(ends).isSubset(of: conversation.leaves), "seed \(seed)")
            let copy = try decodedCopy(conversation)
            #expect(copy == conversation, "seed \(seed)")
        }
    }

    @Test("Unknown messages are an error and change nothing")
    func unknown() {
        var conversation = Conversation(model: "m", messages: [.user("a")])
        let before = conversation
        for id in [-1, 1, Int.max] {
            let error = #expect(throws: ConversationError.self) { try conversation.branch(at: id) }
            #expect(error?.code == .unknownMessage)
            #expect(throws: ConversationError.self) { try conversation.setPinned(true, for: id) }
        }
        #expect(conversation == before && conversation.path(to: 9).isEmpty)
    }

    @Test("A conversation survives coding, by our coder and by Foundation's")
    func codable() throws {
        let json = #"""
            {"id":"01jdcqyjv0zzzzzzzzzzzzzzzz","model":"m","title":"A title","head":3,
             "summary":{"text":"S","covers":[0,1]},
             "nodes":[
              {"id":0,"message":{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://a"}}]},
               "status":"complete","isPinned":true,"createdAt":785000000.25},
              {"id":1,"parent":0,"message":{"role":"assistant","content":null,"tool_calls":[
                {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},"status":"complete",
               "isPinned":false,"model":"m-1","finishReason":"tool_calls","createdAt":785000001.5,
               "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}},
              {"id":2,"parent":1,"message":{"role":"tool","content":"r","tool_call_id":"c"},"status":"complete",
               "isPinned":false,"createdAt":785000002},
              {"id":3,"parent":0,"message":{"role":"assistant","content":"cut","prefix":true},"status":"interrupted",
               "isPinned":false,"createdAt":785000003}]}
            """#
        let first = try JSONDecoder().decode(Conversation.self, from: Data(json.utf8))
        #expect(first.nodes[1].usage?.totalTokens == 3 && first.nodes[1].finishReason == .toolCalls)
        #expect(first.nodes[0].isPinned && first.nodes[3].status == .interrupted && first.title == "A title")
        #expect(first.summary?.covers == [0, 1])
        let written = try JSONEncoder().encode(first)
        let second = try JSONDecoder().decode(Conversation.self, from: written)
        #expect(second == first)
        #expect(try decodedCopy(first) == first)
        #expect(try JSONValue(jsonText: json) == JSONValue(jsonText: String(decoding: written, as: UTF8.self)))
    }

    @Test(
        "Invalid trees are rejected when decoding",
        arguments: [
            #"[{"id":0,"parent":0,"message":{"role":"user"},"status":"complete","isPinned":false,"createdAt":0}]"#,
            #"[{"id":1,"message":{"role":"user"},"status":"complete","isPinned":false,"createdAt":0}]"#,
            #"[{"id":0,"parent":-1,"message":{"role":"user"},"status":"complete","isPinned":false,"createdAt":0}]"#,
            "[]",
        ]
    )
    func noTree(_ nodes: String) {
        let json = #"{"id":"01jdcqyjv0zzzzzzzzzzzzzzzz","model":"m","head":0,"nodes":\#(nodes)}"#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Conversation.self, from: Data(json.utf8))
        }
    }

    @Test("A summary of unknown messages is rejected when decoding")
    func summaryOfNothing() {
        let json = #"""
            {"id":"01jdcqyjv0zzzzzzzzzzzzzzzz","model":"m","nodes":[],"summary":{"text":"s","covers":[7]}}
            """#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Conversation.self, from: Data(json.utf8))
        }
    }

    @Test("OpenAI's array is decoded and encoded, by itself and in a request")
    func openAIMessages() throws {
        let array: JSONValue = [
            ["role": "system", "content": "Be brief."],
            [
                "role": "user", "content": [["type": "text", "text": "hi"], ["type": "new_kind", "x": 1]],
                "name": "Ann",
            ],
            [
                "role": "assistant", "content": .null,
                "tool_calls": [["id": "c", "type": "function", "function": ["name": "f", "arguments": "{}"]]],
            ],
            ["role": "tool", "content": "r", "tool_call_id": "c"],
            ["role": "oracle", "content": "a role of tomorrow", "extra": [1, 2]],
        ]
        for json in [array, ["model": "m", "messages": array]] {
            let conversation = try Conversation(model: "m", openAIMessages: json)
            #expect(conversation.path.count == 5)
            #expect(try conversation.openAIMessages == array)
            let bytes = try conversation.openAIMessageBytes
            #expect(try Conversation(model: "m", openAIMessages: bytes).messages == conversation.messages)
        }
        #expect(try Conversation(model: "m", openAIMessages: Array("[]".utf8)).openAIMessageBytes == Array("[]".utf8))
    }

    @Test(
        "An invalid array of messages is an error that does not show its content",
        arguments: ["{", "{}", "7", #"["secret"]"#, #"[{"content": "secret"}]"#]
    )
    func badMessages(_ text: String) {
        let error = #expect(throws: ConversationError.self) {
            try Conversation(model: "m", openAIMessages: Array(text.utf8))
        }
        #expect(error?.code == .notAMessageArray)
        #expect(error.map { !$0.description.contains("secret") } ?? false)
    }

    @Test("Learned limits and the last request do not affect equality")
    func memory() async throws {
        let one = Conversation(model: "m", messages: [.user("a")])
        var other = one
        let fit = try await one.fitted(to: ContextWindow(size: nil)) { $0.count }
        other.remember(fit)
        #expect(other == one && other.hashValue == one.hashValue && other.lastFit == fit && one.lastFit == nil)
        #expect(try decodedCopy(other).lastFit == nil)
    }
}
