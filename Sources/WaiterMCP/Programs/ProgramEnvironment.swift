public import Waiter
internal import WaiterPlatform

/// The environment of a program that runs on behalf of a model, without the secrets of its parent.
///
/// It consists of listed variables only, and of those that are set explicitly. Variables that contain a known secret are
/// left out, whatever their name and origin.
public struct ProgramEnvironment: Sendable {
    /// The variables, ready to be passed to a program.
    public let variables: [String: String]

    /// Creates an environment from that of this process, which the caller passes.
    ///
    ///     let environment = ProgramEnvironment(
    ///         inheriting: ProcessInfo.processInfo.environment, allowing: ["EDITOR"], secrets: [apiKey]
    ///     )
    ///
    /// - Parameters:
    ///   - environment: The environment to inherit from: paths, language, time zone and terminal are copied.
    ///   - names: The names of further variables to copy.
    ///   - additions: Variables to set; they win over inherited ones.
    ///   - secrets: Keys that must not reach the program. A variable that contains one of them is left out.
    public init(
        inheriting environment: [String: String] = [:],
        allowing names: Set<String> = [],
        setting additions: [String: String] = [:],
        secrets: [APIKey] = []
    ) {
        let values = secrets.compactMap(\.immediateValue).filter { !$0.isEmpty }
        variables = ChildEnvironment.basic(environment, adding: names).merging(additions) { $1 }
            .filter { _, value in !values.contains { Self.reveals(value, $0) } }
    }

    /// Whether a value is or contains a secret; very short ones would be found in any text and must be equal.
    private static func reveals(_ value: String, _ secret: String) -> Bool {
        value == secret || (secret.utf8.count >= 6 && value.contains(secret))
    }
}

extension ProgramEnvironment: CustomStringConvertible, CustomReflectable {
    /// The names of the variables; values may be secrets of the program itself.
    public var description: String { variables.keys.sorted().joined(separator: " ") }

    /// A mirror with the names of the variables only.
    public var customMirror: Mirror { Mirror(self, children: ["names": description], displayStyle: .struct) }
}
