extension EditorState {
    /// Takes a key while a search is going on.
    ///
    /// - Returns: nil when the key ends the search and then does what it always does.
    mutating func handleInSearch(_ key: EditorKey) -> EditorAction? {
        guard var current = search else { return nil }
        switch key {
        case .scalar(let scalar): current.append(String(scalar), in: browser.entries)
        case .pasted(let text): current.append(text, in: browser.entries)
        case .backspace, .ctrl("H"): current.shorten(in: browser.entries)
        case .ctrl("R"): current.findOlder(in: browser.entries)
        case .ctrl("S"): current.findNewer(in: browser.entries)
        case .ctrl("G"), .ctrl("C"):
            buffer = current.original
            search = nil
            return .show
        default:
            if let found = current.found { browser.jump(to: found.index, from: current.original.text) }
            search = nil
            return key == .escape ? .show : nil
        }
        search = current
        guard let found = current.found else {
            buffer = current.original
            return .show
        }
        let entry = browser.entries[found.index]
        buffer = EditBuffer(entry)
        // The entry may have had carriage returns, which the buffer has not.
        if buffer.text == entry { buffer.move(to: found.range.lowerBound) }
        return .show
    }
}
