extension JSONValue {
    /// Returns the part of the value at a violation's path, such as `items[0].price` or `["a key"]`, or `nil` if
    /// the value has no part at this path.
    func part(at path: String) -> JSONValue? {
        var bytes = Array(path.utf8)[...]
        var part = self
        while let first = bytes.first {
            let step: JSONValue?
            if first == UInt8(ascii: "[") {
                step = bytes.withUnsafeBufferPointer { bytes in
                    var reader = JSONReader(bytes)
                    var isFirst = true
                    guard (try? reader.beginArray()) != nil, (try? reader.nextElement(first: &isFirst)) == true
                    else { return nil }
                    return try? reader.readValue()
                }
                guard let end = step?.jsonBytes.count else { return nil }
                bytes = bytes.dropFirst(end + 2)
            } else {
                bytes = first == UInt8(ascii: ".") ? bytes.dropFirst() : bytes
                let key = bytes.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
                bytes = bytes.dropFirst(key.count)
                step = .string(String(decoding: key, as: UTF8.self))
            }
            let next: JSONValue? =
                switch step {
                case .string(let key)?: part[key]
                case .integer(let index)?: part[Int(index)]
                default: nil
                }
            guard let next else { return nil }
            part = next
        }
        return part
    }
}
