extension EditorState {
    /// Handles a key while a history search is active.
    ///
    /// - Returns: The action, or `nil` if the key ends the search and must be handled as usual.
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
        // The buffer normalizes line endings, so the range is valid only if the entry contains no carriage returns.
        if buffer.text == entry { buffer.move(to: found.range.lowerBound) }
        return .show
    }
}
