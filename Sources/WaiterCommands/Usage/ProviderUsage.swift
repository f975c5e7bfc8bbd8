internal import Waiter
internal import WaiterConversation
internal import WaiterLedger

/// What a provider says was used: lines of a day and a model, of an export of its usage or of its costs.
///
/// Known are the answers of OpenAI's `/organization/usage/completions` and `/organization/costs`, in buckets of a day
/// (https://platform.openai.com/docs/api-reference/usage), and tables with the same names at the head of their columns,
/// as its dashboard writes them.
struct ProviderUsage {
    struct Line: Hashable {
        var day: CivilDate
        var model: String
        /// Nil where the export does not say.
        var calls: Int?
        var input: Int?
        var output: Int?
        var cost: Dollars?
    }

    private(set) var lines: [Line] = []

    /// - Throws: `CommandFailure` for what is no such export.
    init(_ bytes: [UInt8], name: String) throws {
        let first = bytes.first { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            guard let value = try? JSONValue(parsing: bytes) else { throw Self.failure(name, "its JSON is broken") }
            readBuckets(value)
        } else {
            try readTable(String(decoding: bytes, as: UTF8.self), name)
        }
        if lines.isEmpty { throw Self.failure(name, "there is no line with a day and a model in it") }
    }

    private static func failure(_ name: String, _ why: String) -> CommandFailure {
        .usage("\(name) is no export of usage or costs: \(why)", nextStep: "docs/usage.md tells which are known")
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

    private mutating func readBuckets(_ value: JSONValue) {
        for page in value.arrayValue ?? [value] {
            for bucket in page["data"]?.arrayValue ?? [page] {
                guard let start = bucket["start_time"]?.intValue else { continue }
                let day = CivilDate(
                    milliseconds: Int64(clamping: start).multipliedReportingOverflow(by: 1000).partialValue
                )
                for result in bucket["results"]?.arrayValue ?? bucket["result"]?.arrayValue ?? [] { read(result, day) }
            }
        }
    }

    private mutating func read(_ result: JSONValue, _ day: CivilDate) {
        var line = Line(day: day, model: Self.model(result["model"]?.stringValue ?? result["line_item"]?.stringValue))
        line.calls = result["num_model_requests"]?.intValue
        line.input = result["input_tokens"]?.intValue
        line.output = result["output_tokens"]?.intValue
        if let amount = result["amount"]?["value"] {
            line.cost = amount.stringValue.flatMap { Self.dollars($0) } ?? amount.doubleValue.flatMap(Self.dollars)
        }
        guard line.calls != nil || line.input != nil || line.output != nil || line.cost != nil else { return }
        add(line)
    }

    /// Of `gpt-4o-2024-08-06, cached input` the model.
    private static func model(_ text: String?) -> String {
        String(text?.split(separator: ",").first ?? "")
    }

    private static func dollars(_ value: Double) -> Dollars? {
        guard value.isFinite, abs(value) < 9e6 else { return nil }
        return Dollars(picodollars: Int64((value * 1e12).rounded()))
    }

    private static func dollars(_ text: some StringProtocol) -> Dollars? {
        Dollars(text) ?? Double(text).flatMap { dollars($0) }
    }

    // MARK: Tables

    private mutating func readTable(_ text: String, _ name: String) throws {
        let rows = CSVLine.rows(text)
        let head = (rows.first ?? []).map { $0.lowercased() }
        func column(_ names: String...) -> Int? { names.compactMap { head.firstIndex(of: $0) }.first }
        guard let start = column("start_time_iso", "start_time", "date", "day", "timestamp", "usage_date") else {
            throw Self.failure(name, "its first line names no column 'start_time' or 'date'")
        }
        let model = column("model", "line_item", "snapshot_id")
        let counts = (
            column("num_model_requests", "n_requests", "requests", "calls"),
            column("input_tokens", "n_context_tokens_total", "input"),
            column("output_tokens", "n_generated_tokens_total", "output")
        )
        let cost = column("amount_value", "amount", "cost_in_usd", "cost_usd", "cost")
        for row in rows.dropFirst() {
            func cell(_ column: Int?) -> String? { column.flatMap { $0 < row.count ? row[$0] : nil } }
            guard let day = cell(start).flatMap(Self.day) else { continue }
            var line = Line(day: day, model: Self.model(cell(model)))
            line.calls = cell(counts.0).flatMap { Int($0) }
            line.input = cell(counts.1).flatMap { Int($0) }
            line.output = cell(counts.2).flatMap { Int($0) }
            line.cost = cell(cost).flatMap { Self.dollars($0) }
            guard line.calls != nil || line.input != nil || line.output != nil || line.cost != nil else { continue }
            add(line)
        }
    }

    /// A day, or the day of a time in seconds since 1970.
    private static func day(_ text: String) -> CivilDate? {
        if let day = CivilDate(text.prefix(10)) { return day }
        guard let seconds = Int64(text), abs(seconds) < 1 << 40 else { return nil }
        return CivilDate(milliseconds: seconds * 1000)
    }
}
