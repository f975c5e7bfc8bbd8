public import HTTPTypes

/// How the key travels.
public struct AuthenticationScheme: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case bearer
        case header(HTTPField.Name)
    }

    package let kind: Kind

    /// As `Authorization: Bearer KEY`, as OpenAI and nearly everybody else takes it.
    public static let bearer = AuthenticationScheme(kind: .bearer)

    /// As a header of its own, such as Azure's `api-key`.
    public static func header(_ name: HTTPField.Name) -> AuthenticationScheme {
        AuthenticationScheme(kind: .header(name))
    }

    package func field(for secret: String) -> HTTPField {
        switch kind {
        case .bearer: HTTPField(name: .authorization, value: "Bearer \(secret)")
        case .header(let name): HTTPField(name: name, value: secret)
        }
    }

    package var fieldName: HTTPField.Name {
        switch kind {
        case .bearer: .authorization
        case .header(let name): name
        }
    }
}
