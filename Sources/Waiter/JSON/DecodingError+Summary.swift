extension DecodingError {
    /// A single-line description of the error and its path, such as `expected object at choices[0].message`. The
    /// description contains no values from the document.
    package var summary: String {
        let context: Context
        var complaint: String
        switch self {
        case .keyNotFound(let key, let found): (context, complaint) = (found, "'\(key.stringValue)' is missing")
        case .valueNotFound(let type, let found):
            (context, complaint) = (found, "expected \(Self.name(of: type)) but found null")
        case .typeMismatch(let type, let found): (context, complaint) = (found, "expected \(Self.name(of: type))")
        case .dataCorrupted(let found): (context, complaint) = (found, "invalid value")
        @unknown default: return "unexpected JSON"
        }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        if !path.isEmpty { complaint += " at \(path.hasPrefix(".") ? String(path.dropFirst()) : path)" }
        return complaint
    }

    /// Returns the name of the JSON type from which a Swift type is decoded.
    private static func name(of type: Any.Type) -> String {
        switch type {
        case is Bool.Type: "Boolean"
        case is String.Type: "string"
        case is any BinaryInteger.Type: "integer"
        case is any BinaryFloatingPoint.Type: "number"
        default:
            // In errors from containers, the type is a dictionary or an array of `Any`.
            "\(type)".hasPrefix("Array<") ? "array" : "object"
        }
    }
}
