internal import ArgumentParser
package import Waiter

/// The values of `--api` and of `api` in the config file.
package enum APIChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    case chat
    case responses

    /// The API.
    package var api: ModelAPI { self == .chat ? .chatCompletions : .responses }
}
