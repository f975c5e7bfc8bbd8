/// Returns the value of a command-line option.
public func argument(_ name: String) -> String? {
    let arguments = CommandLine.arguments
    guard let position = arguments.firstIndex(of: name), position + 1 < arguments.count else { return nil }
    return arguments[position + 1]
}

/// Returns the integer value of a command-line option.
public func argument(_ name: String, default value: Int) -> Int {
    argument(name).flatMap { Int($0) } ?? value
}
