import Synchronization
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterTestSupport

@Suite("Fitting a conversation into a context window") struct ConversationFittingTests {
    private let counter = TokenCounter(model: "gpt-4")

    private func tokens(_ messages: [ChatMessage]) -> Int { counter.count(messages).tokens }

    private func window(_ limit: Int) -> ContextWindow { ContextWindow(size: limit + 10, reserve: 10) }

    /// A conversation and a limit that may or may not suffice.
    private func sample(_ seed: UInt64) -> (made: RandomConversation, limit: Int) {
        let made = RandomConversation(seed: seed, turns: 2 + Int(seed % 12))
        let whole = tokens(made.value.path.filter { !made.refused.contains($0.id) }.map(\.message))
        var random = SeededRandom(seed: seed &+ 1_000_000)
        return (made, max(1, whole * Int.random(in: 10...110, using: &random) / 100))
    }

    @Test(
        "The fewest oldest questions are omitted, and pinned ones only if permitted",
        arguments: [false, true]
    )
    func oldest(_ keepsPinned: Bool) async throws {
        for seed in UInt64(0)..<120 {
            let (made, limit) = sample(seed)
            let expected = oracle(made, limit: limit, keepsPinned: keepsPinned, tokens)
            let counts = Mutex(0)
            do {
                let fit = try await made.value.fitted(
                    to: window(limit),
                    policy: keepsPinned ? .keepPinned : .dropOldest,
                    counting: { messages in
                        counts.withLock { $0 += 1 }
                        return counter.count(messages)
                    }
                )
                let sent = try #require(expected.sent, "seed \(seed): the twin finds that nothing fits")
                #expect(fit.messages == sent.map { made.value.nodes[$0].message }, "seed \(seed)")
                #expect(fit.omitted == made.value.path.map(\.id).filter { !sent.contains($0) }, "seed \(seed)")
                #expect(fit.unsendable == made.value.path.map(\.id).filter(made.refused.contains), "seed \(seed)")
                #expect(fit.tokens == tokens(fit.messages) && fit.tokens <= limit, "seed \(seed)")
                #expect(isAccepted(fit.messages), "seed \(seed)")
            } catch let error as ConversationError {
                #expect(expected.sent == nil, "seed \(seed)")
                #expect(error.code == .contextTooLong && error.tokens == expected.least, "seed \(seed)")
                #expect(error.limit == limit, "seed \(seed)")
            }
            #expect(counts.withLock { $0 } <= 9, "seed \(seed)")
        }
    }

    @Test("The policy `fail` reports the token count and the limit")
    func failing() async throws {
        for seed in UInt64(200)..<240 {
            let (made, limit) = sample(seed)
            let whole = made.value.path.filter { !made.refused.contains($0.id) }.map(\.message)
            do {
                let fit = try await made.value.fitted(to: window(limit), policy: .fail, count: tokens)
                #expect(fit.messages == whole && tokens(whole) <= limit, "seed \(seed)")
            } catch let error as ConversationError {
                #expect(error.tokens == tokens(whole) && error.limit == limit && tokens(whole) > limit, "seed \(seed)")
            }
        }
    }

    @Test("A summary replaces omitted messages, and all others are unchanged")
    func summaries() async throws {
        for seed in UInt64(300)..<380 {
            let (made, limit) = sample(seed)
            let value = made.value
            let policy = ContextPolicy.summarize { messages in
                #expect(isAccepted(messages.filter { $0.role != .system }), "seed \(seed)")
                return "\(messages.count) things were said"
            }
            guard let fit = try? await value.fitted(to: window(limit), policy: policy, count: tokens) else {
                let bare = oracle(made, limit: limit, keepsPinned: false, tokens)
                #expect(bare.sent == nil, "seed \(seed): what fits without a summary fits")
                continue
            }
            let omitted = Set(fit.omitted)
            var sent = value.path.filter { !omitted.contains($0.id) }
            if let summary = fit.summary {
                let place = try #require(fit.messages.firstIndex { $0.text.hasSuffix(summary) }, "seed \(seed)")
                var rest = fit.messages
                #expect(rest.remove(at: place).role != .user, "seed \(seed)")
                #expect(rest == sent.map(\.message), "seed \(seed)")
                #expect(fit.summarized?.covers.allSatisfy(omitted.contains) ?? false, "seed \(seed)")
            } else {
                #expect(fit.messages == sent.map(\.message), "seed \(seed)")
            }
            #expect(tokens(fit.messages) <= limit && isAccepted(fit.messages), "seed \(seed)")
            let fixed = value.path.filter { $0.message.role == .system || $0.message.role == .developer }
            sent = sent.filter { fixed.contains($0) }
            #expect(sent == fixed, "seed \(seed)")
            #expect(fit.messages.last == value.path.last?.message, "seed \(seed)")
        }
    }

    @Test("A conversation of a thousand questions is counted only a few times")
    func manyQuestions() async throws {
        var conversation = Conversation(model: "m", system: "s")
        var random = SeededRandom(seed: 7)
        for turn in 0..<1000 {
            let words = String(repeating: "word ", count: Int.random(in: 1...30, using: &random))
            conversation.append(.user("\(turn) \(words)"))
            conversation.append(.assistant("yes"))
        }
        var counts = 0
        let fit = try await conversation.fitted(to: ContextWindow(size: 4000, reserve: 1000)) { messages in
            counts += 1
            return messages.reduce(3) { $0 + 4 + $1.text.split(separator: " ").count }
        }
        #expect(fit.tokens <= 3000 && fit.tokens > 2900)
        #expect(counts <= 8)
    }

    @Test("A question that exceeds the limit by itself is an error with counts, and its tools are not cut")
    func tooLongAlone() async throws {
        var conversation = Conversation(model: "gpt-4", system: "Be brief.")
        conversation.append(.user("before"))
        conversation.append(.assistant("yes"))
        conversation.append(.user("secret question"))
        for round in 0..<5 {
            let call = ToolCall.function(id: "c\(round)", name: "find", arguments: "{}")
            conversation.append(.assistant(toolCalls: [call]))
            conversation.append(.tool(String(repeating: "word ", count: 40), toolCallID: "c\(round)"))
        }
        let must = tokens(conversation.messages.enumerated().filter { $0.offset != 1 && $0.offset != 2 }.map(\.element))
        for policy in [ContextPolicy.dropOldest, .keepPinned, .summarize { _ in "short" }] {
            let error = await #expect(throws: ConversationError.self) {
                try await conversation.fitted(to: window(100), policy: policy, count: tokens)
            }
            #expect(error?.code == .contextTooLong && error?.tokens == must && error?.limit == 100)
            #expect(error.map { !$0.description.contains("secret") } ?? false)
        }
    }

    @Test("Messages that servers reject are omitted and reported, even if there is room")
    func refused() async throws {
        let call = ToolCall.function(id: "a", name: "find", arguments: "{")
        let conversation = Conversation(
            model: "gpt-4",
            messages: [
                .tool("orphan", toolCallID: "x"), .user("one"), .assistant(toolCalls: [call]), .user("two"),
                .assistant(""), .user("three"), .assistant(toolCalls: [call]), .tool("found", toolCallID: "a"),
                .tool("found again", toolCallID: "a"), .user("four"),
            ]
        )
        let fit = try await conversation.fitted(to: ContextWindow(size: nil), count: tokens)
        #expect(fit.omitted == [0, 2, 4, 8] && fit.unsendable == fit.omitted)
        #expect(isAccepted(fit.messages) && fit.messages.count == 6)
        #expect(fit.limit == nil)
    }

    @Test("The summary is created once, reused, extended, and recreated on another branch")
    func summaryIsKept() async throws {
        let asked = Mutex<[[String]]>([])
        let policy = ContextPolicy.summarize { messages in
            asked.withLock { asked in
                asked.append(messages.map(\.text))
                return "S\(asked.count)"
            }
        }
        func one(_ messages: [ChatMessage]) -> Int { messages.count }
        var conversation = Conversation(model: "m", system: "s")
        for turn in 0..<30 {
            conversation.append(.user("q\(turn)"))
            let fit = try await conversation.fitted(to: ContextWindow(size: 10, reserve: 0), policy: policy, count: one)
            conversation.remember(fit)
            #expect(fit.messages.count <= 10 && fit.messages.last?.text == "q\(turn)")
            conversation.append(.assistant("a\(turn)"))
        }
        let texts = asked.withLock { $0 }
        #expect(texts.count <= 12)
        #expect(texts[1].first == "Earlier in this conversation: S1")
        // Each message is reported once, in order.
        let told = texts.flatMap { $0.filter { !$0.hasPrefix("Earlier") } }
        #expect(told == (0..<told.count).map { $0.isMultiple(of: 2) ? "q\($0 / 2)" : "a\($0 / 2)" })

        let copy = try decodedCopy(conversation)
        #expect(copy.summary == conversation.summary && copy.summary != nil)
        _ = try await copy.fitted(to: ContextWindow(size: 11, reserve: 0), policy: policy, count: one)
        #expect(asked.withLock { $0.count } == texts.count)

        try conversation.branch(at: 0)
        for turn in 0..<10 { conversation.append(.user("other \(turn)")) }
        let fit = try await conversation.fitted(to: ContextWindow(size: 10, reserve: 0), policy: policy, count: one)
        #expect(asked.withLock { $0.last?.first } == "other 0")
        #expect(fit.messages.count <= 10)
    }

    @Test("An error of the summarizer reaches the caller, and nothing is lost")
    func summaryFails() async throws {
        struct Broken: Error, Equatable {}
        var conversation = Conversation(model: "m")
        for turn in 0..<20 { conversation.append(.user("q\(turn)")) }
        let before = conversation
        await #expect(throws: Broken()) {
            try await conversation.fitted(
                to: ContextWindow(size: 5, reserve: 0),
                policy: .summarize { _ in throw Broken() },
                count: \.count
            )
        }
        #expect(conversation == before && conversation.summary == nil)
    }

    @Test("A summary that is too long is not sent")
    func longSummary() async throws {
        var conversation = Conversation(model: "gpt-4")
        for turn in 0..<20 { conversation.append(.user("question \(turn)")) }
        let policy = ContextPolicy.summarize { _ in String(repeating: "word ", count: 500) }
        let fit = try await conversation.fitted(to: window(60), policy: policy, count: tokens)
        #expect(fit.tokens <= 60 && fit.summary == nil && fit.messages.last?.text == "question 19")
    }

    @Test("The count indicates whether it is exact")
    func exactness() async throws {
        let conversation = Conversation(model: "gpt-4", messages: [.user("hi")])
        let exact = try await conversation.fitted(to: ContextWindow(size: nil), counting: { counter.count($0) })
        #expect(exact.isExact)
        let unknown = TokenCounter(model: "mystery")
        let vague = try await conversation.fitted(to: ContextWindow(size: nil), counting: { unknown.count($0) })
        #expect(!vague.isExact && !vague.reasons.isEmpty)
    }
}

/// An encoded and decoded conversation.
func decodedCopy(_ conversation: Conversation) throws -> Conversation {
    try JSONBodyDecoder.decode(Conversation.self, from: try JSONBodyEncoder.encode(conversation))
}
