internal import ArgumentParser
internal import Waiter

/// The flag that lets the model search the web.
package struct WebSearchFlags: ParsableArguments {
    @Flag(help: "Let the model search the web if the server supports it; sources are printed to standard error.")
    package var web = false

    package init() {}

    /// The request parameters set by the flag.
    var parameters: [(name: String, value: JSONValue)] {
        web ? [(name: "web_search_options", value: [:])] : []
    }
}
