extension SyntaxLanguage {
    /// Returns the language for a fence's info string, or `nil` if the language is not supported.
    static func named(_ name: String) -> SyntaxLanguage? {
        switch name.lowercased().prefix(while: { $0.isLetter || $0.isNumber || $0 == "+" || $0 == "#" }) {
        case "swift": swift
        case "python", "py", "python3": python
        case "javascript", "js", "jsx", "mjs", "typescript", "ts", "tsx": javaScript
        case "c", "h", "cpp", "c++", "cc", "cxx", "hpp", "objc", "cs", "c#", "csharp": c
        case "java", "kotlin", "kt", "scala": java
        case "rust", "rs": rust
        case "go", "golang": go
        case "ruby", "rb": ruby
        case "sh", "bash", "shell", "zsh", "console", "fish", "dockerfile", "makefile": shell
        case "json", "jsonc", "json5", "jsonl": json
        case "yaml", "yml", "toml", "ini": yaml
        case "sql", "postgresql", "mysql", "sqlite": sql
        case "html", "xml", "svg", "vue", "xhtml": SyntaxLanguage(kind: .markup)
        case "css", "scss", "less": css
        case "diff", "patch": SyntaxLanguage(kind: .diff)
        default: nil
        }
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(separator: " ").map(String.init))
    }

    private static func marks(_ marks: String...) -> [[Unicode.Scalar]] { marks.map { Array($0.unicodeScalars) } }

    private static let slashStar = (open: Array("/*".unicodeScalars), close: Array("*/".unicodeScalars))

    private static let swift = SyntaxLanguage(
        keywords: words(
            """
            actor any as associatedtype async await break case catch class continue default defer deinit do else enum \
            extension fallthrough false fileprivate final for func get guard if import in indirect init inout internal \
            is lazy let mutating nil nonisolated open operator override package private protocol public repeat \
            required rethrows return self Self set some static struct subscript super switch throw throws true try \
            typealias unowned var weak where while
            """
        ),
        lineComments: marks("//"),
        blockComment: slashStar,
        quotes: [Quote("\"\"\"", lines: true), Quote("\"")],
        hasTypes: true,
        sigils: "@#".unicodeScalars
    )

    private static let python = SyntaxLanguage(
        keywords: words(
            """
            False None True and as assert async await break case class continue def del elif else except finally for \
            from global if import in is lambda match nonlocal not or pass raise return self try while with yield
            """
        ),
        lineComments: marks("#"),
        quotes: [Quote("\"\"\"", lines: true), Quote("'''", lines: true), Quote("\""), Quote("'")],
        hasTypes: true,
        sigils: "@".unicodeScalars
    )

    private static let javaScript = SyntaxLanguage(
        keywords: words(
            """
            abstract any as async await boolean break case catch class const continue debugger declare default delete \
            do else enum export extends false finally for from function get if implements import in instanceof \
            interface let namespace never new null number of private protected public readonly return set static \
            string super switch this throw true try type typeof undefined unknown var void while yield
            """
        ),
        lineComments: marks("//"),
        blockComment: slashStar,
        quotes: [Quote("`", lines: true), Quote("\""), Quote("'")],
        hasTypes: true,
        sigils: "@".unicodeScalars
    )

    private static let c = SyntaxLanguage(
        keywords: words(
            """
            alignas alignof auto bool break case catch char class co_await co_return co_yield concept const constexpr \
            continue decltype default delete do double else enum explicit export extern false final float for foreach \
            friend goto if in inline int interface internal is long mutable namespace new noexcept null nullptr object \
            operator out override private protected public ref register requires restrict return short signed sizeof \
            size_t static static_assert string struct switch template this throw true try typedef typename union \
            unsigned using var virtual void volatile while NULL int8_t int16_t int32_t int64_t uint8_t uint16_t \
            uint32_t uint64_t
            """
        ),
        lineComments: marks("//"),
        blockComment: slashStar,
        quotes: [Quote("\""), Quote("'")],
        hasTypes: true,
        sigils: "#".unicodeScalars
    )

    private static let java = SyntaxLanguage(
        keywords: words(
            """
            abstract assert boolean break by byte case catch char class companion const continue data def default do \
            double else enum extends false final finally float for fun if implements import in instanceof int \
            interface is lazy long match native new null object open override package private protected public record \
            return sealed short static super suspend switch synchronized this throw throws trait transient true try \
            type val var void volatile when while with yield
            """
        ),
        lineComments: marks("//"),
        blockComment: slashStar,
        quotes: [Quote("\"\"\"", lines: true), Quote("\""), Quote("'")],
        hasTypes: true,
        sigils: "@".unicodeScalars
    )

    private static let rust = SyntaxLanguage(
        keywords: words(
            """
            as async await bool break char const continue crate dyn else enum extern f32 f64 false fn for i128 i16 i32 \
            i64 i8 if impl in isize let loop match mod move mut pub ref return self Self static str struct super trait \
            true type u128 u16 u32 u64 u8 union unsafe use usize where while
            """
        ),
        lineComments: marks("//"),
        blockComment: slashStar,
        quotes: [Quote("\"", lines: true), Quote("'")],
        hasTypes: true,
        sigils: "#".unicodeScalars,
        hasLifetimes: true
    )

    private static let go = SyntaxLanguage(
        keywords: words(
            """
            any bool break byte case chan const continue default defer else error fallthrough false float32 float64 \
            for func go goto if import int int32 int64 interface iota map nil package range return rune select string \
            struct switch true type uint uint32 uint64 uint8 var
            """
        ),
        lineComments: marks("//"),
        blockComment: slashStar,
        quotes: [Quote("`", escapes: false, lines: true), Quote("\""), Quote("'")],
        hasTypes: true
    )

    private static let ruby = SyntaxLanguage(
        keywords: words(
            """
            alias and attr_accessor attr_reader begin break case class def defined do else elsif end ensure extend \
            false for if in include lambda loop module next nil not or private protected public puts raise redo \
            require require_relative rescue retry return self super then true undef unless until when while yield
            """
        ),
        lineComments: marks("#"),
        spacesComments: true,
        quotes: [Quote("\""), Quote("'")],
        hasTypes: true,
        wordScalars: "?!".unicodeScalars,
        sigils: "@$".unicodeScalars
    )

    private static let shell = SyntaxLanguage(
        keywords: words(
            """
            alias break case cd continue do done echo elif else esac eval exec exit export fi for function if in local \
            read readonly return set shift source sudo test then trap unset until while FROM RUN COPY CMD ENTRYPOINT \
            ENV WORKDIR EXPOSE ARG ADD USER VOLUME
            """
        ),
        lineComments: marks("#"),
        spacesComments: true,
        quotes: [Quote("\"", lines: true), Quote("'", escapes: false, lines: true)],
        wordScalars: "-".unicodeScalars,
        sigils: "$".unicodeScalars
    )

    private static let json = SyntaxLanguage(
        keywords: words("true false null"),
        lineComments: marks("//"),
        blockComment: slashStar,
        quotes: [Quote("\"")],
        hasKeys: true
    )

    private static let yaml = SyntaxLanguage(
        keywords: words("true false null yes no on off"),
        lineComments: marks("#"),
        spacesComments: true,
        quotes: [Quote("\""), Quote("'", escapes: false)],
        hasKeys: true,
        wordScalars: "-./".unicodeScalars,
        sigils: "&*!".unicodeScalars
    )

    private static let sql = SyntaxLanguage(
        keywords: words(
            """
            add all alter and as asc autoincrement begin between bigint boolean by cascade case check column commit \
            conflict constraint create cross database date decimal default delete desc distinct drop else end exists \
            explain false float foreign from full group having if in index inner insert int integer into is join key \
            left like limit not null numeric offset on or order outer over partition primary real references returning \
            right rollback row select set table text then timestamp transaction trigger true union unique update using \
            values varchar view when where with
            """
        ),
        ignoresCase: true,
        lineComments: marks("--"),
        blockComment: slashStar,
        quotes: [Quote("'", escapes: false, lines: true), Quote("\"", escapes: false)]
    )

    private static let css = SyntaxLanguage(
        keywords: words("important from to not and only screen"),
        lineComments: marks("//"),
        blockComment: slashStar,
        quotes: [Quote("\""), Quote("'")],
        hasKeys: true,
        wordScalars: "-".unicodeScalars,
        sigils: "@#.$".unicodeScalars
    )
}
