extension JSONValue {
    /// Whether the value of an `error` member actually reports an error. Some servers send an empty `error` in every
    /// response.
    package var reportsError: Bool {
        switch self {
        case .null, .bool(false), .string(""): false
        case .object(let object): !object.isEmpty
        case .array(let elements): !elements.isEmpty
        default: true
        }
    }
}
