public import HTTPTypes

/// How the key travels.
public struct AuthenticationScheme: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case bearer
        case header(HTTPField.Name)
        case anonymous
    }

    package let kind: Kind

    /// As `Authorization: Bearer KEY`, as OpenAI and nearly everybody else takes it.
    public static let bearer = AuthenticationScheme(kind: .bearer)

    /// As a header of its own, such as Azure's `api-key`.
    public static func header(_ name: HTTPField.Name) -> AuthenticationScheme {
        AuthenticationScheme(kind: .header(name))
    }

    /// Not at all: no key is needed, and none is sent, wherever the server is.
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
