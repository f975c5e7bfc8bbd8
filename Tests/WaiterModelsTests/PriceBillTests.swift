import Foundation
import Testing
import Waiter
import WaiterModels

/// A bill in `Fixtures/bills.json`, which Scripts/bills calculates independently of this code.
struct Bill: Sendable, CustomTestStringConvertible {
    let json: JSONValue

    var testDescription: String { json["name"]?.stringValue ?? "?" }

    var context: PricingContext {
        let terms = json["terms"]
        return PricingContext(
            model: terms?["model"]?.stringValue ?? "",
            servedModel: terms?["served"]?.stringValue,
            serviceTier: terms?["tier"]?.stringValue.map(ServiceTier.init(rawValue:)),
            isBatch: terms?["batch"]?.boolValue ?? false,
            keepsCacheForDay: terms?["keeps_cache_for_day"]?.boolValue ?? false,
            webSearches: terms?["web_searches"]?.intValue ?? 0
        )
    }

    func usage() throws -> CompletionUsage {
        try JSONDecoder().decode(CompletionUsage.self, from: Data(try #require(json["usage"]).jsonText.utf8))
    }

    var lines: [[String]] {
        (json["lines"]?.arrayValue ?? []).map { line in
            [line["kind"], line["price"], line["amount"]].map { $0?.stringValue ?? "" }
                + ["\(line["quantity"]?.intValue ?? -1)"]
        }
    }

    static let file: JSONValue = {
        let url = Bundle.module.url(forResource: "bills", withExtension: "json", subdirectory: "Fixtures")
        return (try? url.map { try JSONValue(parsing: [UInt8](Data(contentsOf: $0))) }) ?? .null
    }()

    static let all = (file["bills"]?.arrayValue ?? []).map(Bill.init)
    static func catalogue() throws -> ModelCatalogue { try ModelCatalogue(json: file["catalogue"] ?? .null) }
}

@Suite("Bills calculated by hand") struct PriceBillTests {
    @Test("All bills are present")
    func count() {
        #expect(Bill.all.count >= 40)
    }

    @Test("Every line and the total are exact", arguments: Bill.all)
    func bill(_ bill: Bill) throws {
        let usage = try bill.usage()
        let cost = try Bill.catalogue().cost(of: usage, in: bill.context)
        #expect(cost.total?.decimalText == bill.json["total"]?.stringValue)
        #expect(cost.unknownReasons == [])
        let lines = cost.lines.map { line in
            [
                line.kind.rawValue, line.price?.place.joined(separator: ".") ?? "?", line.amount?.decimalText ?? "?",
                "\(line.quantity)",
            ]
        }
        #expect(lines == bill.lines)
        for line in cost.lines {
            #expect(line.price?.source == "bills")
            #expect(line.price?.date == "2026-11-23")
            #expect(line.price?.entry == cost.basis?.entry)
        }
    }

    @Test("Generated images have a price of their own, and are ordinary output where there is none")
    func imageOutput() throws {
        let catalogue = try ModelCatalogue(json: [
            "source": "bills", "date": "2026-11-23",
            "models": [
                "images": ["price": ["input": 5, "output": 10, "image_input": 8, "image_output": 32]],
                "others": ["price": ["input": 5, "output": 10]],
            ],
        ])
        let usage = CompletionUsage(
            promptTokens: 50,
            completionTokens: 100,
            promptTokensDetails: .init(imageTokens: 40),
            completionTokensDetails: .init(textTokens: 20, imageTokens: 80)
        )
        let images = catalogue.cost(of: usage, in: PricingContext(model: "images", webSearches: 0))
        #expect(images.lines.map(\.kind) == [.input, .imageInput, .output, .imageOutput])
        #expect(images.total?.decimalText == "0.00313")
        let others = catalogue.cost(of: usage, in: PricingContext(model: "others", webSearches: 0))
        #expect(others.total?.decimalText == "0.00125")
    }

    @Test("No bill exceeds the maximum cost of its call", arguments: Bill.all)
    func maximum(_ bill: Bill) throws {
        let usage = try bill.usage()
        let catalogue = try Bill.catalogue()
        let cost = try #require(catalogue.cost(of: usage, in: bill.context).total)
        let output = max(usage.completionTokens, usage.totalTokens - usage.promptTokens)
        let most = catalogue.maxCost(inputTokens: usage.promptTokens, outputTokens: output, in: bill.context)
        #expect(try #require(most.total) >= cost)
    }
}
