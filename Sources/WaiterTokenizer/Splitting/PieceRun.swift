/// The content of a piece, after an optional leading space or punctuation mark.
enum PieceRun {
    /// Letters and marks, as in the o200k pattern, with an optional contraction.
    case word
    case letters
    case numbers
    /// Up to three numeric characters.
    case digits
    case signs
    case space
    /// A contraction as a separate piece. The start of such a run is the end of the contraction.
    case contraction
}
