/// A published pattern that splits text into pieces. The compiler specializes the engines for each pattern.
protocol SplitRule {
    static var pattern: SplitPattern { get }
}

enum SplitPattern {
    /// A word ends at a change from lowercase to uppercase, and includes its contraction. Numbers have up to three
    /// digits.
    case o200k
    /// Contractions are separate pieces. Numbers have up to three digits.
    case cl100k
    /// The GPT-2 rule, in which only a space can be attached to the front of a word, a number or a run of punctuation.
    case r50k
}

enum O200kRule: SplitRule {
    static var pattern: SplitPattern { @inline(__always) get { .o200k } }
}

enum CL100kRule: SplitRule {
    static var pattern: SplitPattern { @inline(__always) get { .cl100k } }
}

enum R50kRule: SplitRule {
    static var pattern: SplitPattern { @inline(__always) get { .r50k } }
}
