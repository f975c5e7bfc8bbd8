import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterModels

@testable import WaiterStore

@Suite("Codable values and error descriptions for a usage endpoint")
struct CodableTests {
    private func expectRoundTrip<Value: Codable & Equatable>(_ value: Value) throws {
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(Value.self, from: data) == value)
        #expect(try JSONBodyDecoder.decode(Value.self, from: JSONBodyEncoder.encode(value)) == value)
    }

    @Test("Amounts are exact decimal strings, and numbers are accepted as well")
    func dollars() throws {
        for units in [0, 1, -46_000_000, 1_280_000_000_000, Int64.max, -Int64.max] as [Int64] {
            try expectRoundTrip([Dollars(picodollars: units)])
        }
        #expect(String(decoding: try JSONEncoder().encode([Dollars.cents(128)]), as: UTF8.self) == #"["1.28"]"#)
        #expect(try JSONDecoder().decode([Dollars].self, from: Data("[0.05, 3]".utf8)) == [.cents(5), .dollars(3)])
        for text in [#"["5 USD"]"#, #"[""]"#, "[-1]", "[null]", #"["--1"]"#] {
            #expect(throws: DecodingError.self, "\(text)") {
                try JSONDecoder().decode([Dollars].self, from: Data(text.utf8))
            }
        }
    }

    @Test("An invalid amount is an error, never an unlimited budget")
    func literals() throws {
        #expect(Dollars.dollars(5).description == "$5.00" && Dollars.cents(50).description == "$0.50")
        #expect(
            Dollars.dollars(.max) == Dollars(picodollars: .max) && Dollars.cents(.min) == Dollars(picodollars: .min)
        )
        #expect(try Dollars("12.50") == .cents(1250))
        for text in ["5 USD", "$5", "-1", "", "1e99", "five"] {
            #expect { _ = try Dollars(text) } throws: { error in
                let error = error as? OpenAIError
                return error?.code == .configuration && error?.message.contains("'\(text)'") == true
            }
        }
    }

    @Test("Usage, attempts and budgets survive a round trip")
    func values() async throws {
        let scene = try MeteredClient(.tokens(8, 2))
        for scope in [.all, .tag("x"), .model("m"), .profile("p")] as [Budget.Scope] {
            try await scene.ledger.set(Budget(limit: .dollars(100), period: .total, scope: scope))
        }
        _ = try await scene.client.chat.completions.create(model: "gpt-5", messages: ["Hi"])
        for grouping in UsageGrouping.allCases {
            try expectRoundTrip(try await scene.ledger.usage(by: grouping))
            try expectRoundTrip([grouping])
        }
        let budgets = try await scene.ledger.budgets()
        #expect(budgets.count == 4)
        try expectRoundTrip(budgets.map(\.budget))
        let data = try JSONEncoder().encode(budgets)
        #expect(try JSONDecoder().decode([BudgetStatus].self, from: data) == budgets)
        let attempts = try await scene.ledger.attempts()
        #expect(attempts.count == 1)
        let attemptData = try JSONEncoder().encode(attempts)
        #expect(try JSONDecoder().decode([Attempt].self, from: attemptData) == attempts)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Budget.Scope.self, from: Data(#"{"kind": "planet", "name": "x"}"#.utf8))
        }
    }

    @Test("Calls of unknown cost are not in the known cost, and counted separately")
    func knownCost() {
        var sum = UsageSum()
        (sum.known, sum.estimated, sum.unknownCalls) = (.cents(5), .cents(2), 3)
        #expect(sum.knownCost == .cents(7) && sum.unknownCalls == 3)
    }

    @Test("A conversation's calls have its ID unless the caller sets another")
    func conversationID() async throws {
        let scene = try MeteredClient(.tokens(8, 2))
        var conversation = Conversation(model: "gpt-5")
        try await conversation.send("Hi", with: scene.client)
        #expect(try await scene.ledger.attempts().first?.conversation == conversation.id.text)
        let other = ConversationID()
        var options = Conversation.Options()
        options.request.metering = MeteringOptions(tags: ["x"])
        options.request.metering?.conversationID = other
        try await conversation.send("And?", with: scene.client, options: options)
        let last = try #require(try await scene.ledger.attempts().max { $0.id < $1.id })
        #expect(last.conversation == other.text && last.tags == ["x"])
        #expect(MeteringOptions(conversation: "support-17").conversationID == nil)
        #expect(LedgerMeter.Options(profile: "p", tags: ["t"]).tags == ["t"])
    }

    @Test("localizedDescription equals the description")
    func localized() {
        let refusal = BudgetRefusal(status: nil, limit: .dollars(1), asked: .dollars(2), doubt: nil)
        for error in [StoreError.empty, refusal] as [any Error & CustomStringConvertible] {
            #expect((error as any Error).localizedDescription == error.description)
        }
        #expect { _ = try ModelCatalogue(json: 1) } throws: { $0.localizedDescription == "\($0)" }
    }
}
