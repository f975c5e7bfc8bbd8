public import HTTPTypes

/// A scheme that determines how the API key is sent.
public struct AuthenticationScheme: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case bearer
        case header(HTTPField.Name)
        case anonymous
    }

    package let kind: Kind

    /// The header `Authorization: Bearer KEY`, which OpenAI and most other providers use.
    public static let bearer = AuthenticationScheme(kind: .bearer)

    /// Creates a scheme with a custom header, such as Azure's `api-key`.
    public static func header(_ name: HTTPField.Name) -> AuthenticationScheme {
        AuthenticationScheme(kind: .header(name))
    }

    /// No authentication. No key is required or sent, regardless of the host.
    public static let anonymous = AuthenticationScheme(kind: .anonymous)

    package func field(for secret: String) -> HTTPField? {
        switch kind {
        case .anonymous: nil
        case .bearer: HTTPField(name: .authorization, value: "Bearer \(secret)")
        case .header(let name): HTTPField(name: name, value: secret)
        }
    }

    package var fieldName: HTTPField.Name? {
        switch kind {
        case .anonymous: nil
        case .bearer: .authorization
        case .header(let name): name
        }
    }
}
