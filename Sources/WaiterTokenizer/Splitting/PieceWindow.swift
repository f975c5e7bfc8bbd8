internal import CWaiterTokenizer

/// Finds the ends of many pieces in 64 bytes of ASCII text at once. The ends are represented as bit masks with one bit
/// per byte.
///
/// A window starts at the start of a piece. Boundaries near the end of the window, or before the first non-ASCII
/// character, can depend on text outside the window. Such boundaries are left to the next window.
enum PieceWindow<Rule: SplitRule> {
    static var width: Int { @inline(__always) get { 64 } }

    /// Returns a mask with a bit for the start of each certain piece except the first. Returns 0 if the piece has to be
    /// scanned.
    ///
    /// Reads 64 bytes, of which `available` are text.
    @inline(__always)
    static func beginnings(_ text: Bytes, available: Int) -> UInt64 {
        let m = waiter_classify(text)
        // A mask of all bits below the first non-ASCII byte or the end of the text.
        let beyond = m.beyond | (available < width ? 1 &<< UInt64(truncatingIfNeeded: available) : 0)
        let valid = beyond == 0 ? ~0 : beyond & (0 &- beyond) &- 1
        let letter = (m.upper | m.lower) & valid
        let blank = m.blank & valid
        let newline = m.newline & valid
        let space = blank | m.tab & valid
        let white = space | newline
        let digit = m.digit & valid
        let sign = valid & ~(letter | digit | white)
        // A space before a run of punctuation belongs to the run.
        let signStart = sign & ~(sign &<< 1 | blank &<< 1)

        var starts = signStart
        var certain = certainty(valid, visible: valid & ~white)
        if Rule.pattern == .r50k {
            starts |= letter & ~(letter &<< 1 | blank &<< 1) | digit & ~(digit &<< 1 | blank &<< 1)
            starts |= white & ~(white &<< 1) | white & ~(white &>> 1)
        } else {
            // A single punctuation mark belongs to the letters after it.
            let prefix = signStart & ~(sign &>> 1) | space
            starts |= letter & ~(letter &<< 1 | prefix &<< 1) | digitGroups(digit)
            // Line breaks after punctuation belong to the punctuation.
            let after = newline & ~(newline &+ newline & (sign &<< 1))
            let free = newline & ~after
            starts |= free & ~(white &<< 1)
            starts |= spaceStarts(space, newline: newline, free: free) | space & ~(white &>> 1)
            if Rule.pattern == .o200k {
                starts |= m.upper & valid & (m.lower &<< 1)
                let signAfter = sign & (after &<< 1)
                if signAfter != 0 { certain &= belowSlash(signAfter, text) }
            }
        }
        let quotes = m.apostrophe & (certain | 1) & (letter &>> 1) & (Rule.pattern == .o200k ? letter &<< 1 : signStart)
        if quotes != 0 { starts = cut(starts, atContractions: quotes, text) }
        return starts & certain
    }

    /// Returns the bits at which a boundary depends only on visible bytes.
    ///
    /// A contraction can be up to three bytes long. How a run of whitespace is split depends on the text after the run.
    @inline(__always)
    private static func certainty(_ valid: UInt64, visible: UInt64) -> UInt64 {
        let limit = UInt64(truncatingIfNeeded: visible.leadingZeroBitCount)
        // The mask extends up to the first byte after the last visible byte.
        let run: UInt64 = visible == 0 ? 0 : limit <= 1 ? ~0 : (4 &<< (63 &- limit)) &- 1
        return (valid &>> 2) & run & ~1
    }

    @inline(__always)
    private static func digitGroups(_ digit: UInt64) -> UInt64 {
        var group = digit & ~(digit &<< 1)
        var groups = group
        let inside = digit & digit &<< 1 & digit &<< 2
        while group != 0 {
            group = group &<< 3 & inside
            groups |= group
        }
        return groups
    }

    /// Returns the starts of runs of spaces. A run inside whitespace is excluded if a line break follows within the
    /// same whitespace.
    @inline(__always)
    private static func spaceStarts(_ space: UInt64, newline: UInt64, free: UInt64) -> UInt64 {
        var starts = space & ~(space &<< 1)
        let inner = starts & free &<< 1
        if inner != 0 {
            var ends = (space &+ inner) & ~space & newline
            while ends != 0 {
                let below = inner & (ends & (0 &- ends) &- 1)
                starts &= ~(1 &<< UInt64(truncatingIfNeeded: 63 &- below.leadingZeroBitCount))
                ends &= ends &- 1
            }
        }
        return starts
    }

    /// Returns the bits below a slash that follows line breaks. In o200k, such a slash belongs to the preceding
    /// punctuation. The scanner handles this case.
    private static func belowSlash(_ signs: UInt64, _ text: Bytes) -> UInt64 {
        var rest = signs
        while rest != 0 {
            if text[rest.trailingZeroBitCount] == Ascii.slash { return rest & (0 &- rest) &- 1 }
            rest &= rest &- 1
        }
        return ~0
    }

    /// Adjusts the starts for contractions. In o200k, a contraction ends its word. In the other patterns, a contraction
    /// is a separate piece.
    private static func cut(_ starts: UInt64, atContractions quotes: UInt64, _ text: Bytes) -> UInt64 {
        let scanner = PieceScanner<Rule>(text, count: width)
        var starts = starts
        var rest = quotes
        var end = 0
        while rest != 0 {
            let at = rest.trailingZeroBitCount
            rest &= rest &- 1
            let length = scanner.contraction(at: at)
            guard length > 0, Rule.pattern != .o200k || at != end else { continue }
            end = at &+ length
            let inside = (1 &<< UInt64(length)) &- 1
            starts &= ~(inside &<< UInt64(at))
            starts |= 1 &<< UInt64(end & 63)
            if Rule.pattern != .o200k { starts |= 1 &<< UInt64(at) }
        }
        return starts
    }
}
