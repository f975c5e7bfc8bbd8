internal import Waiter
internal import WaiterConversation
internal import WaiterModels

extension Template {
    /// A template with its placeholders filled in.
    package struct Filled: Sendable, Hashable {
        package var prompt: String
        package var system: String?
    }

    /// Substitutes the input and the values for the placeholders `$name` and `${name}`. `$$` is a literal dollar sign.
    ///
    /// If the template does not contain `$input`, the input is appended after a blank line.
    ///
    /// - Throws: `CommandFailure` if a value is missing or has no placeholder. The error identifies the value.
    package func filled(input: String, values: [(name: String, value: String)]) throws -> Filled {
        let places = Set(Self.places(in: prompt) + Self.places(in: system ?? ""))
        var known: [String: String] = [:]
        for (name, value) in defaults { known[name] = value.stringValue ?? value.jsonText }
        for (name, value) in values {
            if name == "input" {
                throw CommandFailure.usage(
                    "$input is set by the prompt, not with -p",
                    nextStep: "pass a prompt, or pipe it in"
                )
            }
            guard places.contains(name) else { throw unknown(name) }
            known[name] = value
        }
        if !input.isEmpty { known["input"] = input }
        let missing = places.subtracting(known.keys).sorted()
        if !missing.isEmpty { throw lacking(missing) }
        var text = Self.replaced(prompt, known)
        if !places.contains("input"), !input.isEmpty { text += text.isEmpty ? input : "\n\n" + input }
        return Filled(prompt: text, system: system.map { Self.replaced($0, known) })
    }

    private func lacking(_ names: [String]) -> CommandFailure {
        if names == ["input"] {
            return .usage(
                "the template '\(name)' requires a prompt for $input",
                nextStep: "pass a prompt, or pipe it in"
            )
        }
        let values = names.filter { $0 != "input" }
        return .usage(
            "the template '\(name)' requires a value for \(values.map { "'\($0)'" }.joined(separator: ", "))",
            nextStep: "set it with: -p \(values[0]) VALUE (write $$ for a literal dollar sign)"
        )
    }

    private func unknown(_ name: String) -> CommandFailure {
        let names = placeNames
        let nearest = NearestName.find(name, in: names).map { "did you mean '\($0)'? " } ?? ""
        let list = names.isEmpty ? "it has no placeholders" : "available: \(names.joined(separator: ", "))"
        return .usage("the template '\(self.name)' has no placeholder '\(name)'", nextStep: nearest + list)
    }

    // MARK: Placeholders

    /// The sorted names of the placeholders that are filled with `-p`.
    package var placeNames: [String] {
        Set(Self.places(in: prompt) + Self.places(in: system ?? "")).subtracting(["input"]).sorted()
    }

    /// Whether the template has a placeholder for the prompt, `$input`.
    var takesInput: Bool { (Self.places(in: prompt) + Self.places(in: system ?? "")).contains("input") }

    private enum Piece {
        case text(Substring)
        case place(String)
    }

    private static func places(in text: String) -> [String] {
        pieces(of: text).compactMap { piece in
            if case .place(let name) = piece { name } else { nil }
        }
    }

    private static func replaced(_ text: String, _ values: [String: String]) -> String {
        pieces(of: text).map { piece in
            switch piece {
            case .text(let text): String(text)
            case .place(let name): values[name] ?? ""
            }
        }.joined()
    }

    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            pieces.append(.text(rest[..<dollar]))
            rest = rest[dollar...].dropFirst()
            if rest.first == "$" {
                pieces.append(.text("$"))
                rest = rest.dropFirst()
            } else if let (name, after) = name(at: rest) {
                pieces.append(.place(name))
                rest = after
            } else {
                pieces.append(.text("$"))
            }
        }
        return pieces + [.text(rest)]
    }

    /// Parses a name, which can be in braces. Returns the name and the text after it, or `nil` if the dollar sign is
    /// literal.
    private static func name(at text: Substring) -> (String, Substring)? {
        let isBraced = text.first == "{"
        let start = isBraced ? text.dropFirst() : text
        let name = start.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard let first = name.first, !first.isNumber else { return nil }
        let after = start[name.endIndex...]
        if !isBraced { return (String(name), after) }
        return after.first == "}" ? (String(name), after.dropFirst()) : nil
    }
}
