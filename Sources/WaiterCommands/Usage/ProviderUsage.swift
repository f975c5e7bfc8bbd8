internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

/// A provider's export of usage or costs, with a line for each day and model.
///
/// Two formats are supported. The first is a response from OpenAI's `/organization/usage/completions` or
/// `/organization/costs` endpoint in daily buckets (https://platform.openai.com/docs/api-reference/usage). The second
/// is a CSV table whose column names match the JSON fields, as exported from OpenAI's dashboard.
struct ProviderUsage {
    struct Line: Hashable {
        var day: CivilDate
        var model: String
        /// The number of calls, or `nil` if the export does not report it.
        var calls: Int?
        var input: Int?
        var output: Int?
        var cost: Dollars?
    }

    private(set) var lines: [Line] = []
    /// The location of each skipped line, and the reason why it was skipped.
    private(set) var oddities: [String] = []

    /// A notice with the number of skipped lines and the first reason, or `nil` if no lines were skipped.
    var notice: String? {
        guard let first = oddities.first else { return nil }
        let what = oddities.count == 1 ? "1 line was" : "\(oddities.count) lines were"
        return "\(what) skipped as invalid (first: \(first))"
    }

    /// Parses an export.
    ///
    /// - Throws: `CommandFailure` if the format is unknown, or if the currency is not US dollars.
    init(_ bytes: [UInt8], name: String) throws {
        let first = bytes.first { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            guard let value = try? JSONValue(parsing: bytes) else { throw Self.failure(name, "invalid JSON") }
            try readBuckets(value, name)
        } else {
            try readTable(String(decoding: bytes, as: UTF8.self), name)
        }
        if lines.isEmpty {
            throw Self.failure(name, oddities.first ?? "no line has a day and a model")
        }
    }

    private static func failure(_ name: String, _ why: String) -> CommandFailure {
        .usage("\(name) is not a usage or cost export: \(why)", nextStep: "see docs/usage.md for the supported formats")
    }

    private mutating func add(_ line: Line) {
        guard let place = lines.firstIndex(where: { $0.day == line.day && $0.model == line.model }) else {
            return lines.append(line)
        }
        func sum(_ left: Int?, _ right: Int?) -> Int? {
            guard let left, let right else { return left ?? right }
            let (sum, overflow) = left.addingReportingOverflow(right)
            return overflow ? .max : sum
        }
        lines[place].calls = sum(lines[place].calls, line.calls)
        lines[place].input = sum(lines[place].input, line.input)
        lines[place].output = sum(lines[place].output, line.output)
        if let cost = line.cost { lines[place].cost = lines[place].cost?.adding(cost) ?? cost }
    }

    // MARK: JSON

    private mutating func readBuckets(_ value: JSONValue, _ name: String) throws {
        for (page, value) in (value.arrayValue ?? [value]).enumerated() {
            for (place, bucket) in (value["data"]?.arrayValue ?? [value]).enumerated() {
                let place = "bucket \(place + 1)" + (page == 0 ? "" : " of page \(page + 1)")
                guard let start = bucket["start_time"]?.intValue, start.magnitude < 1 << 40 else {
                    oddities.append("\(place): no start_time in seconds")
                    continue
                }
                let day = CivilDate(milliseconds: Int64(start) * 1000)
                for result in bucket["results"]?.arrayValue ?? bucket["result"]?.arrayValue ?? [] {
                    try Self.check(currency: result["amount"]?["currency"]?.stringValue, name)
                    do throws(Oddity) {
                        try add(Self.line(result, day))
                    } catch {
                        oddities.append("\(place): \(error.words)")
                    }
                }
            }
        }
    }

    private static func line(_ result: JSONValue, _ day: CivilDate) throws(Oddity) -> Line {
        func text(_ value: JSONValue?) -> String? {
            guard let value, value != .null else { return nil }
            return value.stringValue ?? value.jsonText
        }
        var line = Line(day: day, model: Self.model(result["model"]?.stringValue ?? result["line_item"]?.stringValue))
        line.calls = try count(text(result["num_model_requests"]))
        line.input = try count(text(result["input_tokens"]))
        line.output = try count(text(result["output_tokens"]))
        line.cost = try amount(text(result["amount"]?["value"]))
        guard line.saysSomething else { throw Oddity(words: "neither tokens nor an amount") }
        return line
    }

    /// Returns the model in a line item such as `gpt-4o-2024-08-06, cached input`.
    private static func model(_ text: String?) -> String {
        String(text?.split(separator: ",").first ?? "")
    }

    // MARK: Numbers

    /// The reason why a line is skipped.
    private struct Oddity: Error {
        let words: String
    }

    /// Rejects amounts that are not in US dollars, because they cannot be converted.
    private static func check(currency: String?, _ name: String) throws {
        guard let currency = currency?.trimmed, !currency.isEmpty, currency.lowercased() != "usd" else {
            return
        }
        throw CommandFailure.usage(
            "\(name) has amounts in '\(currency)', but usage is recorded in US dollars",
            nextStep: "export them in USD"
        )
    }

    /// Parses a non-negative integer. Returns `nil` if the cell is empty.
    private static func count(_ text: String?) throws(Oddity) -> Int? {
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        // Spreadsheets may write integers as 10.0.
        let number = Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
        guard let number, number >= 0 else { throw Oddity(words: "'\(text)' is not a count") }
        return number
    }

    private static func amount(_ text: String?) throws(Oddity) -> Dollars? {
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        if let amount = Dollars(decimal: text) { return amount }
        // An amount that was converted from binary floating point can have more decimal places than `Dollars` accepts.
        guard let value = Double(text), value.isFinite, (0..<9e6).contains(value) else {
            throw Oddity(words: "'\(text)' is not an amount in dollars")
        }
        return Dollars(picodollars: Int64((value * 1e12).rounded()))
    }

    // MARK: Tables

    private mutating func readTable(_ text: String, _ name: String) throws {
        let rows = CSVLine.rows(text)
        let head = (rows.first ?? []).map { $0.lowercased() }
        func column(_ names: String...) -> Int? { names.compactMap { head.firstIndex(of: $0) }.first }
        guard let start = column("start_time_iso", "start_time", "date", "day", "timestamp", "usage_date") else {
            throw Self.failure(name, "its first line has no column 'start_time' or 'date'")
        }
        let model = column("model", "line_item", "snapshot_id")
        let calls = column("num_model_requests", "n_requests", "requests", "calls")
        let input = column("input_tokens", "n_context_tokens_total", "input")
        let output = column("output_tokens", "n_generated_tokens_total", "output")
        let cost = column("amount_value", "amount", "cost_in_usd", "cost_usd", "cost")
        let currency = column("amount_currency", "currency")
        for (place, row) in rows.enumerated().dropFirst() {
            func cell(_ column: Int?) -> String? { column.flatMap { $0 < row.count ? row[$0] : nil } }
            try Self.check(currency: cell(currency), name)
            do throws(Oddity) {
                guard let day = cell(start).flatMap(Self.day) else {
                    throw Oddity(words: "'\(cell(start) ?? "")' is not a date")
                }
                var line = Line(day: day, model: Self.model(cell(model)))
                line.calls = try Self.count(cell(calls))
                line.input = try Self.count(cell(input))
                line.output = try Self.count(cell(output))
                line.cost = try Self.amount(cell(cost))
                // Dashboards also export rows for days without usage. These rows contain no numbers.
                if line.saysSomething { add(line) }
            } catch {
                oddities.append("line \(place + 1): \(error.words)")
            }
        }
    }

    /// Parses a date or a timestamp in seconds since 1970. For a timestamp, returns its date.
    private static func day(_ text: String) -> CivilDate? {
        if let day = CivilDate(text.prefix(10)) { return day }
        guard let seconds = Int64(text), seconds.magnitude < 1 << 40 else { return nil }
        return CivilDate(milliseconds: seconds * 1000)
    }
}

extension ProviderUsage.Line {
    fileprivate var saysSomething: Bool { calls != nil || input != nil || output != nil || cost != nil }
}
