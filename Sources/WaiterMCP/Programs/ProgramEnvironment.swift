public import Waiter
internal import WaiterPlatform

/// The environment of a program that runs on behalf of a model, without the secrets of the parent process.
///
/// The environment consists only of allowed variables and of variables that are set explicitly. Variables that contain
/// a known secret are omitted, regardless of their name and origin.
public struct ProgramEnvironment: Sendable {
    /// The variables, ready to be passed to a program.
    public let variables: [String: String]

    /// Creates an environment that inherits allowed variables from the given environment.
    ///
    ///     let environment = ProgramEnvironment(
    ///         inheriting: ProcessInfo.processInfo.environment, allowing: ["EDITOR"], secrets: [apiKey]
    ///     )
    ///
    /// - Parameters:
    ///   - environment: The environment to inherit from, usually that of this process. The variables for paths,
    ///     language, time zone and terminal type are copied.
    ///   - names: The names of additional variables to copy.
    ///   - additions: Variables to set. They override inherited variables.
    ///   - secrets: Keys that must not reach the program. A variable whose value contains one of the keys is omitted.
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

    /// Returns whether a value contains a secret. A very short secret could occur in any value by chance, so such a
    /// secret is compared only with the whole value.
    private static func reveals(_ value: String, _ secret: String) -> Bool {
        value == secret || (secret.utf8.count >= 6 && value.contains(secret))
    }
}

extension ProgramEnvironment: CustomStringConvertible, CustomReflectable {
    /// The names of the variables. The values are omitted, because they can contain the program's own secrets.
    public var description: String { variables.keys.sorted().joined(separator: " ") }

    /// A mirror that contains only the names of the variables.
    public var customMirror: Mirror { Mirror(self, children: ["names": description], displayStyle: .struct) }
}
