import Foundation
import Waiter

/// The code of docs/structured-output.md, which `PageTests` compares with it.
enum StructuredOutputPageExamples {
    struct Invoice: Decodable, Sendable {
        enum Currency: String, Decodable, CaseIterable, Sendable { case eur, usd }

        struct Line: Decodable, Sendable {
            var item: String
            var price: Decimal
        }

        var number: String
        var currency: Currency
        var lines: [Line]
        var due: Date?
    }

    static func quickStart(client: OpenAI, text: String) async throws {
        let request = ChatCompletionRequest(
            model: "gpt-6.1-sol",
            messages: [.system("Extract the invoice."), .user(text)]
        )
        let invoice = try await client.chat.completions.parse(request, as: Invoice.self).value
        print(invoice.number, invoice.lines.map(\.price))
    }

    struct Draft: Decodable {
        var number: String?
        var currency: Invoice.Currency?
        var due: Date?
    }

    static func streaming(client: OpenAI, request: ChatCompletionRequest) async throws -> Invoice {
        let stream = try await client.chat.completions.stream(request, as: Invoice.self)
        for try await snapshot in stream {
            let draft = try snapshot.decode(as: Draft.self)
            print(draft.number ?? "", snapshot.json["lines"]?.arrayValue?.count ?? 0)
        }
        let invoice = try await stream.value
        return invoice
    }

    static func errors(client: OpenAI, request: ChatCompletionRequest) async throws {
        do {
            print(try await client.chat.completions.parse(request, as: Invoice.self).value)
        } catch let error as OpenAIError where error.code == .refusal {
            print(error.completion?.message?.refusal ?? "refused")
        } catch let error as OpenAIError where error.code == .schemaViolation {
            for violation in error.violations { print(violation.path, violation.message) }
            print(error.completion?.text ?? "")
        }
    }

    static func reasks(client: OpenAI, request: ChatCompletionRequest) async throws {
        var output = StructuredOutputOptions(maxReasks: 2)
        output.onIgnoredSchema = { finding in print(finding) }
        let parsed = try await client.chat.completions.parse(request, as: Invoice.self, structuredOutput: output)
        print(parsed.value.number, parsed.reasks, parsed.usage?.totalTokens ?? 0)
    }

    static func ownSchema(client: OpenAI, request: ChatCompletionRequest) async throws {
        let schema = try JSONSchema(
            #"{"type":"object","properties":{"city":{"type":"string","maxLength":40}},"required":["city"]}"#
        )
        let output = StructuredOutputOptions(schema: schema, name: "city")
        let place = try await client.chat.completions.parse(request, as: JSONValue.self, structuredOutput: output)
            .value
        print(place["city"]?.stringValue ?? "")
    }
}
