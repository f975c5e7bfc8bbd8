import Testing
import WaiterCommands

@Suite("Candidates of the completer")
struct CompleterTests {
    private let directory: KeyTestDirectory
    private let completer: Completer

    init() throws {
        directory = try KeyTestDirectory()
        completer = Completer(WaiterCommand.tree, environment: ["WAITER_HOME": directory.path, "OPENAI_API_KEY": "k"])
        try directory.file(
            "config.json",
            """
            {"profiles": {"work": {"base_url": "http://localhost:1/v1", "key": "gateway", "model": "own:1"}}}
            """
        )
        try directory.file("models.json", #"{"default": {"openai": "gpt x"}, "aliases": {"fast": "own:1"}}"#)
        try directory.file("keys.json", #"{"stored": "sk-1"}"#)
        try directory.file("templates/review.md", "Review this $language in $tone: $input")
        try directory.file("templates/.hidden.md", "")
        try directory.file(
            "models/work.json",
            #"{"base_url": "http://localhost:1/v1", "listed_at": 1, "models": [{"id": "listed/1"}, {"id": "own:1"}]}"#
        )
    }

    private func values(_ words: String...) -> [String] { completer.answer(to: words).candidates.map(\.value) }

    @Test("The first word is a command, or an option of the default one")
    func first() {
        #expect(values("").starts(with: ["ask", "chat", "batch", "log", "usage", "models", "tokens", "embed"]))
        #expect(values("").contains("help") && !values("").contains("candidates"))
        let options = values("-")
        #expect(options.contains("-m") && options.contains("--model") && options.contains("--version"))
        #expect(values("--").allSatisfy { $0.hasPrefix("--") })
    }

    @Test("Subcommands and help topics are completed")
    func nested() {
        #expect(values("models", "") == ["list", "show", "default", "alias", "update"])
        #expect(values("completions", "") == ["bash", "zsh", "fish"])
        #expect(values("help", "keys", "") == ["set", "list", "rm", "path", "scan"])
        #expect(values("local", "") == ["install", "start", "stop", "status", "env"])
        #expect(values("models", "nonsense", "").isEmpty)
    }

    @Test("Models are offered after -m, with and without ask, for the profile on the command line")
    func models() {
        #expect(values("-m", "") == ["gpt x", "own:1", "fast"])
        #expect(values("ask", "Hi", "--model", "") == ["gpt x", "own:1", "fast"])
        #expect(values("-P", "work", "-m", "") == ["listed/1", "own:1", "fast"])
        #expect(values("--profile=work", "--model=") == ["--model=listed/1", "--model=own:1", "--model=fast"])
        #expect(values("models", "show", "") == ["gpt x", "listed/1", "own:1", "fast"])
        #expect(values("models", "default", "-P", "work", "") == ["listed/1", "own:1", "fast"])
        #expect(values("models", "alias", "") == ["fast"])
        #expect(values("models", "alias", "new", "").contains("listed/1"))
    }

    @Test("Profiles, keys, paths and request options are offered")
    func names() {
        #expect(values("-P", "") == (Profile.builtInNames + ["work"]).sorted())
        #expect(values("doctor", "--profile", "") == values("-P", ""))
        #expect(values("keys", "rm", "") == ["stored"])
        #expect(values("keys", "set", "") == ["gateway", "openai", "stored"])
        #expect(values("config", "path", "").contains("templates"))
        #expect(values("-o", "").contains("temperature"))
        #expect(values("-o", "store", "") == ["true", "false"])
        #expect(values("-o", "seed", "").isEmpty)
        #expect(values("--color", "") == ["auto", "always", "never"])
        #expect(values("-o", "seed", "1", "-m", "").contains("fast"))
        #expect(values("learn", "--step", "") == (1...13).map(String.init))
    }

    @Test("Templates are offered wherever one is named, and their placeholders after -p")
    func templates() {
        #expect(values("-t", "") == ["review"])
        #expect(values("Hi", "--save-template", "") == ["review"])
        #expect(values("templates", "rm", "") == ["review"])
        #expect(values("-t", "review", "-p", "") == ["language", "tone"])
        #expect(values("-p", "").isEmpty && values("-t", "review", "-p", "tone", "").isEmpty)
    }

    @Test("Files are left to the shell where a file is expected, and offered nowhere else")
    func files() {
        #expect(completer.answer(to: ["keys", "scan", ""]).paths == .files)
        #expect(completer.answer(to: ["local", "start", "--model-file", ""]).paths == .files)
        #expect(completer.answer(to: ["-f", ""]).paths == .files)
        #expect(completer.answer(to: ["Hi", "--attachment", ""]).paths == .files)
        #expect(completer.answer(to: ["Hi", ""]) == CompletionAnswer())
        #expect(completer.answer(to: ["-s", ""]) == CompletionAnswer())
        #expect(completer.answer(to: ["--", "-"]) == CompletionAnswer())
    }

    @Test("An option already given is not offered again unless it is repeatable")
    func used() {
        let options = values("-m", "x", "-o", "seed", "1", "-")
        #expect(!options.contains("--model") && !options.contains("-m") && options.contains("-o"))
        #expect(values("keys", "scan", "--staged", "-").contains("--history"))
    }

    @Test("Malformed files yield no candidates, and never an error")
    func broken() throws {
        try directory.file("config.json", "{")
        try directory.file("keys.json", "{}", mode: 0o644)
        #expect(values("-P", "") == Profile.builtInNames.sorted())
        #expect(values("keys", "rm", "").isEmpty)
        #expect(values("-m", "") == ["fast"])
        #expect(Completer(WaiterCommand.tree, environment: [:]).answer(to: ["-m", ""]) == CompletionAnswer())
    }

    @Test("Candidates contain no control characters and no duplicates")
    func lines() throws {
        let path = #"{"aliases": {"a\u001b[2J": "m", "tab\tname": "m", "same": "same2", "line\nbreak": "m"}}"#
        try directory.file("models.json", path)
        try directory.file("config.json", "{}")
        let answer = CompletionShell.zsh.answer(
            to: ["-m", ""],
            in: WaiterCommand.tree,
            breaks: "",
            environment: ["WAITER_HOME": directory.path, "OPENAI_API_KEY": "k"]
        )
        #expect(answer == "=gpt-6.1-sol\topenai\n=m\n=same2\n=same\talias of same2\n")
    }
}
