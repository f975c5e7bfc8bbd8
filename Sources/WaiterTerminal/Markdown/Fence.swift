/// What opens a block of code, and closes it.
struct Fence: Equatable {
    let scalar: Unicode.Scalar
    let length: Int
    let indentation: Int
    /// The first word after the fence: the language.
    let language: String
}
