extension DecodingError {
    /// The place and the complaint in one line, without values.
    package var summary: String {
        let context: Context
        var complaint: String
        switch self {
        case .keyNotFound(let key, let found): (context, complaint) = (found, "'\(key.stringValue)' is missing")
        case .valueNotFound(_, let found): (context, complaint) = (found, "a value is null")
        case .typeMismatch(let type, let found): (context, complaint) = (found, "a value is no \(type)")
        case .dataCorrupted(let found): (context, complaint) = (found, "a value is malformed")
        @unknown default: return "it has another shape"
        }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        if !path.isEmpty { complaint += " at \(path.hasPrefix(".") ? String(path.dropFirst()) : path)" }
        return complaint
    }
}
