/// The opening fence of a code block.
struct Fence: Equatable {
    let scalar: Unicode.Scalar
    let length: Int
    let indentation: Int
    /// The language, which is the first word of the info string.
    let language: String
}
