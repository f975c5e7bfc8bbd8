/// A scalar of rendered inline Markdown, with its position in the source.
struct InlineCell {
    let scalar: Unicode.Scalar
    var style: TextStyle
    let source: Int
    /// Whether the scalar is markup that is not shown, such as an emphasis delimiter.
    var isHidden = false
}
