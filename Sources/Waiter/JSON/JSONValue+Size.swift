extension JSONValue {
    /// The approximate memory use of the value, in bytes. Strings usually account for most of it.
    package var estimatedBytes: Int {
        switch self {
        case .string(let text): text.utf8.count + 16
        case .array(let elements): elements.reduce(32) { $0 + $1.estimatedBytes }
        case .object(let object): object.estimatedBytes
        default: 16
        }
    }
}

extension JSONObject {
    /// The approximate memory use of the members, in bytes.
    package var estimatedBytes: Int {
        members.reduce(32) { $0 + $1.key.utf8.count + 16 + $1.value.estimatedBytes }
    }
}
