import Testing
import Waiter
import WaiterCommands

@Suite("Filling templates")
struct TemplateFillingTests {
    @Test(
        "Names follow a dollar sign, in braces before letters; all other text is unchanged",
        arguments: [
            ("$input", "text"), ("a ${input}s $$input $5 $ ${ ${in put} $", "a texts $input $5 $ ${ ${in put} $"),
            ("$name_1-$input.", "one-text."), ("no place", "no place\n\ntext"), ("", "text"), ("$$", "$\n\ntext"),
        ]
    )
    func places(prompt: String, expected: String) throws {
        var template = Template(name: "t", prompt: prompt)
        template.defaults = ["name_1": "one"]
        #expect(try template.filled(input: "text", values: []).prompt == expected)
    }

    @Test("Inserted text is not expanded again")
    func once() throws {
        let template = Template(name: "t", prompt: "$a $input")
        let filled = try template.filled(input: "$a $b", values: [("a", "$input")])
        #expect(filled.prompt == "$input $a $b")
    }

    @Test("A given value overrides a default, and the system prompt has placeholders, too")
    func system() throws {
        var template = Template(name: "t", prompt: "$input")
        template.system = "Answer in $language, $count words."
        template.defaults = ["language": "French", "count": 5]
        let filled = try template.filled(input: "x", values: [("language", "German")])
        #expect(filled.system == "Answer in German, 5 words.")
    }

    @Test("A template written to a file is read back unchanged")
    func file() throws {
        var template = Template(name: "t", prompt: "Say \"$input\"\n---\nand more")
        for head in [false, true] {
            if head {
                template.model = "m"
                template.system = "line\nline"
                template.options = ["temperature": 0.5, "stop": ["a"]]
                template.extractsCode = true
            }
            #expect(try Template(name: "t", bytes: Array(template.text.utf8), path: "t.md") == template)
        }
        let looksLikeHead = Template(name: "t", prompt: "---\nx")
        #expect(try Template(name: "t", bytes: Array(looksLikeHead.text.utf8), path: "t.md") == looksLikeHead)
    }
}
