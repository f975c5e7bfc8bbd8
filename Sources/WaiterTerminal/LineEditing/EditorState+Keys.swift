extension EditorState {
    mutating func handleControl(_ letter: Unicode.Scalar, _ killing: Bool, _ column: Int?) -> EditorAction {
        switch letter {
        case "A": buffer.move(to: buffer.lineStart)
        case "B": buffer.move(to: buffer.previous)
        case "C": return .interrupt(lineWasEmpty: buffer.isEmpty)
        case "D":
            if buffer.isEmpty { return .end }
            buffer.delete(to: buffer.next)
        case "E": buffer.move(to: buffer.lineEnd)
        case "F": buffer.move(to: buffer.next)
        // Backspace sends 0x7F on most keyboards and Ctrl-H on some.
        case "H", "\u{7F}": buffer.delete(to: buffer.previous)
        case "I": return .complete(textBeforeCursor: buffer.textBeforeCursor)
        case "J": buffer.insert("\n")
        case "K": kill(to: buffer.place == buffer.lineEnd ? buffer.next : buffer.lineEnd, joins: killing)
        case "L": return .clearScreen
        case "M": return enter()
        case "N": moveDown(column)
        case "P": moveUp(column)
        case "R": search = HistorySearch(from: buffer)
        case "T": buffer.transpose()
        case "U": kill(to: buffer.place == buffer.lineStart ? buffer.previous : buffer.lineStart, joins: killing)
        case "W": kill(to: buffer.shellWordStart, joins: killing)
        case "X": expectsSecondKey = true
        case "Y": buffer.insert(killed)
        case "Z": return .suspend
        default: break
        }
        return .show
    }

    mutating func handleMeta(_ scalar: Unicode.Scalar, _ killing: Bool) {
        switch scalar {
        case "b", "B": buffer.move(to: buffer.wordStart)
        case "f", "F": buffer.move(to: buffer.wordEnd)
        case "d", "D": kill(to: buffer.wordEnd, joins: killing)
        case "\u{7F}", "\u{08}": kill(to: buffer.wordStart, joins: killing)
        case "\r", "\n": buffer.insert("\n")
        default: break
        }
    }

    private mutating func enter() -> EditorAction {
        if isInBlock, QuotedBlock.isOpened(by: buffer.text) {
            if let content = QuotedBlock.content(of: buffer.text) { return .submit(content) }
            buffer.insert("\n")
            return .show
        }
        // Only a typed `"""` opens a block, because pasted source code can start with the same quotes.
        isInBlock = QuotedBlock.isMark(buffer.text) && !buffer.text.contains("\n")
        guard isInBlock else { return .submit(buffer.text) }
        buffer.move(to: buffer.text.endIndex)
        buffer.insert("\n")
        return .show
    }

    mutating func kill(to index: String.Index, joins: Bool) {
        isKilling = true
        let isBackward = index < buffer.place
        let deleted = buffer.delete(to: index)
        if joins {
            killed = isBackward ? deleted + killed : killed + deleted
        } else if !deleted.isEmpty {
            killed = deleted
        }
    }

    mutating func moveUp(_ column: Int?) {
        let wanted = column ?? buffer.column
        if buffer.moveUp(column: wanted) {
            self.column = wanted
        } else if let older = browser.older(than: buffer.text) {
            buffer = EditBuffer(older)
        }
    }

    mutating func moveDown(_ column: Int?) {
        let wanted = column ?? buffer.column
        if buffer.moveDown(column: wanted) {
            self.column = wanted
        } else if let newer = browser.newer() {
            buffer = EditBuffer(newer)
        }
    }
}
