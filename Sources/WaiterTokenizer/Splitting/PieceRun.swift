/// What a piece consists of, after the blank or the sign that may stand before it.
enum PieceRun {
    /// Letters and marks as o200k takes them, then perhaps a contraction.
    case word
    case letters
    case numbers
    /// Up to three numbers.
    case digits
    case signs
    case space
    /// A contraction by itself, which ends where the run would begin.
    case contraction
}
