extension JSONValue {
    /// Whether this value of an `error` member reports an actual error. Some servers send an empty `error` member in
    /// every response.
    package var reportsError: Bool {
        switch self {
        case .null, .bool(false), .string(""): false
        case .object(let object): !object.isEmpty
        case .array(let elements): !elements.isEmpty
        default: true
        }
    }
}
