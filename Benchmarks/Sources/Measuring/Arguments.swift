/// The value that follows a name on the command line.
public func argument(_ name: String) -> String? {
    let arguments = CommandLine.arguments
    guard let position = arguments.firstIndex(of: name), position + 1 < arguments.count else { return nil }
    return arguments[position + 1]
}

/// The number that follows a name on the command line.
public func argument(_ name: String, default value: Int) -> Int {
    argument(name).flatMap { Int($0) } ?? value
}
