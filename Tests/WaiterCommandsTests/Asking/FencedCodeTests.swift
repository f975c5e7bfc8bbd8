import Testing

@testable import WaiterCommands

@Suite("Code extraction with -x") struct FencedCodeTests {
    @Test(
        "The first fenced block is extracted, as defined by CommonMark",
        arguments: [
            ("Here:\n```swift\nlet a = 1\n```\nand\n```\nb\n```", "let a = 1"),
            ("~~~\n```\nx\n~~~", "```\nx"),
            ("````\n```\ninner\n```\n````", "```\ninner\n```"),
            ("  ```\n  indented\n    more\n  ```", "indented\n  more"),
            ("```\nnot closed\nto the end", "not closed\nto the end"),
            ("```\n\n```", ""),
            ("```\na\n\nb\n```", "a\n\nb"),
            ("Here:\r\n```sh\r\necho hi\r\n```\r\n", "echo hi"),
            ("1. Do:\n\n    ```sh\n    echo hi\n      more\n    ```\n2. end", "echo hi\n  more"),
            ("- a\n  - ```\n    x\n    ```", "x"),
            ("> ```sh\n> echo hi\n>\n> # done\n> ```\nend", "echo hi\n\n# done"),
            ("> ```\n> x\nno quote", "x"),
        ]
    )
    func first(_ text: String, _ code: String) {
        #expect(FencedCode.first(in: text) == code)
    }

    @Test(
        "Without a fence, nothing is extracted",
        arguments: ["", "just text", "`inline`", "``` a `tick` in the info", "    ```\n    indented code"]
    )
    func none(_ text: String) {
        #expect(FencedCode.first(in: text) == nil)
    }
}
