/// Validates and compiles a schema document.
///
/// To bound work and memory, limits apply to the number of subschemas, their nesting depth, the total size of all
/// patterns, and the number of nested subschemas that apply to the same value.
struct SchemaCompiler {
    /// The maximum size of a schema, in bytes of UTF-8.
    static let maxBytes = 4 << 20
    static let maxNodes = 50_000
    static let maxDepth = 100
    static let maxPatternSize = 100_000
    /// The maximum number of nested subschemas that apply to the same value.
    static let maxChain = 64

    let document: JSONValue
    /// The path of the subschema being compiled, for use in error messages.
    var path: [String] = []
    private var nodes: [SchemaNode?] = []
    /// The nodes that references refer to, keyed by JSON pointer.
    private var references: [String: Int] = [:]
    /// The references whose subschemas have not been compiled yet.
    private var pending: [(pointer: String, node: Int)] = []
    private var patternSize = 0

    private init(_ document: JSONValue) {
        self.document = document
    }

    /// Compiles a schema document.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema`.
    static func compile(_ document: JSONValue) throws -> CompiledSchema {
        var compiler = SchemaCompiler(document)
        compiler.references["#"] = CompiledSchema.root
        _ = try compiler.compile(document)
        while let (pointer, node) = compiler.pending.popLast() {
            compiler.path = [pointer]
            let target = try compiler.target(of: pointer)
            compiler.nodes[node] = try compiler.node(of: target)
        }
        let compiled = CompiledSchema(nodes: compiler.nodes.compactMap { $0 })
        try SchemaCycles.check(compiled)
        return compiled
    }

    // MARK: Nodes

    /// Compiles a subschema and returns its index.
    mutating func compile(_ schema: JSONValue) throws -> Int {
        let index = try reserve()
        guard path.count <= Self.maxDepth else { throw invalid("it is nested deeper than \(Self.maxDepth) levels") }
        nodes[index] = try node(of: schema)
        return index
    }

    /// Compiles a subschema at a key or index of the current subschema.
    mutating func compile(_ schema: JSONValue, at step: String...) throws -> Int {
        path += step
        defer { path.removeLast(step.count) }
        return try compile(schema)
    }

    /// Compiles the subschemas in the value of a keyword that requires an array of schemas.
    mutating func compileList(_ value: JSONValue, keyword: String) throws -> [Int] {
        guard let schemas = value.arrayValue, !schemas.isEmpty else {
            throw invalid("\(keyword) must be a non-empty array of schemas")
        }
        var list: [Int] = []
        for (index, schema) in schemas.enumerated() {
            list.append(try compile(schema, at: keyword, "\(index)"))
        }
        return list
    }

    private mutating func reserve() throws -> Int {
        guard nodes.count < Self.maxNodes else { throw invalid("it has more than \(Self.maxNodes) subschemas") }
        nodes.append(nil)
        return nodes.count - 1
    }

    private mutating func node(of schema: JSONValue) throws -> SchemaNode {
        switch schema {
        case .bool(let isAny): return SchemaNode(isNever: !isAny)
        case .object(let keywords): return try node(of: keywords)
        default: throw invalid("a schema must be an object or a Boolean")
        }
    }

    private mutating func node(of keywords: JSONObject) throws -> SchemaNode {
        for (key, value) in keywords where key == "$defs" || key == "definitions" {
            guard let definitions = value.objectValue else { throw invalid("\(key) must be an object") }
            for (name, definition) in definitions where isRoot {
                _ = try reference(to: "#/\(key)/\(Self.escaped(name))", subschema: definition)
            }
        }
        return SchemaNode(
            types: try types(keywords["type"]),
            values: try values(keywords),
            number: try numberRules(keywords),
            string: try stringRules(keywords),
            array: try arrayRules(keywords),
            object: try objectRules(keywords),
            combination: try combinationRules(keywords),
            reference: try reference(keywords)
        )
    }

    private var isRoot: Bool { path.isEmpty }

    /// Compiles a pattern. The size of the pattern counts toward the limit on the total size of all patterns.
    mutating func pattern(_ text: String) throws -> SchemaPattern {
        do {
            let pattern = try SchemaPattern(text)
            patternSize += pattern.size
            guard patternSize <= Self.maxPatternSize else {
                throw SchemaPattern.Failure("the patterns are too large in total")
            }
            return pattern
        } catch let failure as SchemaPattern.Failure {
            throw invalid("the pattern \(Self.quoted(text)) cannot be used: \(failure.message)")
        }
    }

    // MARK: References

    private mutating func reference(_ keywords: JSONObject) throws -> Int? {
        for key in ["$dynamicRef", "$recursiveRef"] where keywords[key] != nil {
            throw invalid("\(key) is not supported; use $ref")
        }
        guard let value = keywords["$ref"] else { return nil }
        guard let text = value.stringValue else { throw invalid("$ref must be a string") }
        guard text.first == "#" else {
            throw invalid("$ref \(Self.quoted(text)) refers to another document; move its schema into $defs")
        }
        return try reference(to: text, subschema: nil)
    }

    private mutating func reference(to pointer: String, subschema: JSONValue?) throws -> Int {
        if let known = references[pointer] { return known }
        guard pointer.hasPrefix("#/") else {
            throw invalid("$ref \(Self.quoted(pointer)) is an anchor, which is not supported; use #/$defs/Name")
        }
        if subschema == nil { _ = try target(of: pointer) }
        let node = try reserve()
        references[pointer] = node
        pending.append((pointer, node))
        return node
    }

    private func target(of pointer: String) throws -> JSONValue {
        guard let value = Self.subschema(at: pointer, in: document) else {
            throw invalid("$ref \(Self.quoted(pointer)) does not exist")
        }
        return value
    }

    /// Returns the subschema at a JSON pointer, such as `#/$defs/Item`, or `nil` if there is no such subschema.
    static func subschema(at pointer: String, in document: JSONValue) -> JSONValue? {
        if pointer == "#" { return document }
        guard pointer.hasPrefix("#/") else { return nil }
        var value = document
        for part in pointer.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false) {
            let key = unescaped(part)
            guard let next = value[key] ?? Int(key).flatMap({ value[$0] }) else { return nil }
            value = next
        }
        return value
    }

    /// Escapes a key for a JSON pointer in a URI fragment. Most names in `$defs` do not need escaping.
    static func escaped(_ key: String) -> String {
        key.utf8.contains { $0 == 0x7E || $0 == 0x2F || $0 == 0x25 }
            ? key.flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : $0 == "%" ? "%25" : String($0) }
                .map(String.init).joined()
            : key
    }

    private static func unescaped(_ part: Substring) -> String {
        guard part.utf8.contains(where: { $0 == 0x7E || $0 == 0x25 }) else { return String(part) }
        var bytes: [UInt8] = []
        var rest = Array(part.utf8)[...]
        while let byte = rest.popFirst() {
            let following = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), rest.count >= 2, let escaped = UInt8(following, radix: 16) {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        // The order of the replacements matters because `~01` must become `~1`.
        var text = String(decoding: bytes, as: UTF8.self)
        text = text.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
        return text.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
    }

    // MARK: Errors

    /// Creates an error for the current subschema.
    func invalid(_ complaint: String) -> OpenAIError {
        let place = path.isEmpty ? "" : " at \(path.suffix(8).joined(separator: "."))"
        return OpenAIError(.invalidSchema, "invalid JSON Schema\(place): \(complaint)")
    }

    /// Returns the start of the text, enclosed in quotation marks.
    static func quoted(_ text: String) -> String {
        text.count > 80 ? "'\(text.prefix(80))...'" : "'\(text)'"
    }
}
