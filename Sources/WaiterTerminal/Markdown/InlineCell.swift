/// A scalar of the text that inline Markdown shows, and where in the source it comes from.
struct InlineCell {
    let scalar: Unicode.Scalar
    var style: TextStyle
    let source: Int
    /// A mark that made its text bold, say, and is not itself shown.
    var isHidden = false
}
