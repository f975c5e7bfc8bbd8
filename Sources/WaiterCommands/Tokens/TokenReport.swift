internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal

/// The report of `waiter tokens count`.
struct TokenReport {
    var encoding: String
    var model: String?
    var reasons: [String] = []
    /// The breakdown of the token count for messages.
    var parts: TokenCount?
    private var files: [(path: String, tokens: Int, bytes: Int64)] = []

    init(encoding: String, model: String?) {
        self.encoding = encoding
        self.model = model
    }

    mutating func add(_ path: String, tokens: Int, bytes: Int64) {
        files.append((path, tokens, bytes))
    }

    private var total: Int { files.reduce(0) { $0 + $1.tokens } }

    /// For a single input, prints only the number, so that scripts can use the output directly. For several inputs,
    /// prints a table.
    func write(asJSON: Bool, _ console: Console) throws {
        if asJSON {
            try Output.write(json, to: console)
        } else if files.count == 1 {
            try console.write("\(total)\n")
        } else {
            let rows = files.map { ["\($0.tokens)", TerminalText.line($0.path)] } + [["\(total)", "total"]]
            let width = ColumnText.widths(of: rows)[0]
            let lines = rows.map { "\(ColumnText.padded($0[0], to: width, alignsRight: true))  \($0[1])\n" }
            try console.writeForeign(lines.joined())
        }
        if !reasons.isEmpty {
            console.notice(TerminalText.line("waiter: approximate: \(reasons.joined(separator: "; "))"))
        }
    }

    private var json: JSONValue {
        var object: JSONObject = [
            "tokens": .integer(Int64(total)), "exact": .bool(reasons.isEmpty),
            "reasons": .array(reasons.map { .string($0) }), "encoding": .string(encoding),
            "model": model.map { .string($0) } ?? .null,
        ]
        if let parts {
            object["parts"] = [
                "text": .integer(Int64(parts.text)), "frames": .integer(Int64(parts.frames)),
                "definitions": .integer(Int64(parts.definitions)), "images": .integer(Int64(parts.images)),
            ]
        }
        object["files"] = .array(
            files.map { file in
                ["name": .string(file.path), "tokens": .integer(Int64(file.tokens)), "bytes": .integer(file.bytes)]
            }
        )
        return .object(object)
    }
}
