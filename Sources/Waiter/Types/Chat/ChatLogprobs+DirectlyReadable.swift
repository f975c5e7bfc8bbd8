// A long answer can have hundreds of thousands of log probabilities. If they were decoded as JSON values, they would
// take several times as much memory.
extension ChatLogprobs {
    /// Reads log probabilities in their most common format. Returns `nil` for null. If the format is different, this
    /// initializer throws an error, and `init(from:)` decodes the log probabilities instead.
    init?(_ reader: inout JSONReader) throws {
        if try reader.readNull() { return nil }
        self.init()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "content": content = try TokenLogprob.list(&reader)
            case "refusal": refusal = try TokenLogprob.list(&reader)
            default: try reader.skipValue()
            }
        }
    }
}

extension TokenLogprob {
    fileprivate static func list(_ reader: inout JSONReader) throws -> [TokenLogprob]? {
        guard reader.peek() == UInt8(ascii: "[") else { return try reader.expectNull() }
        return try reader.elements { reader, _ in try TokenLogprob(&reader) }
    }

    private init(_ reader: inout JSONReader) throws {
        self.init(token: "", logprob: Self.unmeasured)
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "token": token = try reader.readOptionalString() ?? ""
            case "logprob": logprob = try reader.likelihood()
            case "bytes": bytes = try reader.bytesOfToken()
            case "top_logprobs": topLogprobs = try Alternative.list(&reader)
            default: try reader.skipValue()
            }
        }
    }
}

extension TokenLogprob.Alternative {
    fileprivate static func list(_ reader: inout JSONReader) throws -> [TokenLogprob.Alternative] {
        guard reader.peek() == UInt8(ascii: "[") else { return try reader.expectNull() ?? [] }
        return try reader.elements { reader, _ in try TokenLogprob.Alternative(&reader) }
    }

    private init(_ reader: inout JSONReader) throws {
        self.init(token: "", logprob: TokenLogprob.unmeasured)
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "token": token = try reader.readOptionalString() ?? ""
            case "logprob": logprob = try reader.likelihood()
            case "bytes": bytes = try reader.bytesOfToken()
            default: try reader.skipValue()
            }
        }
    }
}

extension JSONReader {
    fileprivate mutating func likelihood() throws -> Double {
        switch peek() {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
        default: throw UncommonDocument()
        }
        return try readNumber()?.doubleValue ?? TokenLogprob.unmeasured
    }

    fileprivate mutating func bytesOfToken() throws -> [UInt8]? {
        guard peek() == UInt8(ascii: "[") else { return try expectNull() }
        try charge(JSONBudget.storage)
        var bytes: [UInt8] = []
        var first = true
        try beginArray()
        while try nextElement(first: &first) {
            guard case .integer(let value)? = try readNumber(), let byte = UInt8(exactly: value) else {
                throw UncommonDocument()
            }
            bytes.append(byte)
        }
        return bytes
    }
}
