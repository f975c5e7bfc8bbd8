extension JSONValue {
    /// Whether a member named `error` means that there is one: some servers send it empty in every answer.
    package var reportsError: Bool {
        switch self {
        case .null, .bool(false), .string(""): false
        case .object(let object): !object.isEmpty
        case .array(let elements): !elements.isEmpty
        default: true
        }
    }
}
