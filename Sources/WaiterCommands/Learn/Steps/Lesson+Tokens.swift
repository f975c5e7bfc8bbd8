internal import Waiter
internal import WaiterTokenizer

extension Lesson {
    static let tokens = Lesson(
        name: "tokens",
        title: "Tokens and the context window",
        text: """
            A model does not read letters or words. It reads tokens, which are pieces of text from a fixed list. A \
            common word is one token, and a rare word consists of several tokens. Limits and prices are based on the \
            number of tokens.

            The context window is the maximum number of tokens in a request and its answer together. The history of \
            a conversation grows until it no longer fits into the context window.

            If a request is too long, the server does not shorten it. The server rejects the request with status 400 \
            and the code context_length_exceeded. Count the tokens before you send a request. If there are too many \
            tokens, leave out old messages, or ask the model to summarize them.
            """,
        command: """
            waiter tokens count report.txt
            waiter tokens fit -m gpt-6.1-sol --reserve 2000 report.txt
            """,
        swift: """
            import Waiter
            import WaiterTokenizer

            let question = "How many tokens are in this sentence?"
            let encoding = TokenEncoding.forModel("gpt-6.1-sol").encoding
            print(encoding.count(question))

            do {
                let completion = try await OpenAI().chat.completions.create(
                    model: "gpt-6.1-sol",
                    messages: [.user(question)]
                )
                print(completion.text)
            } catch let error as OpenAIError where error.code == .contextLengthExceeded {
                print("too long:", error.message)
            }
            """,
        summary: "Limits and prices are based on tokens. Count the tokens before you send a request."
    ) { stage in
        let encoding = TokenEncoding.o200kBase
        let sentence = "How many tokens are in this unforgettable sentence?"
        let tokens = encoding.encode(sentence)
        let pieces = tokens.map { String(decoding: encoding.bytes(of: $0) ?? [], as: UTF8.self) }
        try stage.page.text("The \(tokens.count) tokens of a sentence in the encoding o200k_base, separated by |:")
        try stage.page.result("\n" + pieces.joined(separator: "|"))
        try stage.page.text(
            "The lesson server has a context window of \(LessonRules.contextWindow) tokens. The following "
                + "text is longer. The server also counts a few tokens for the role and the boundaries of each message:"
        )
        let text = String(repeating: "word ", count: 600)
        try stage.page.result("\n\"word \" 600 times: \(encoding.count(text)) tokens")
        try await stage.withServer { client, server in
            do {
                _ = try await client.chat.completions.create(LessonStage.request([.user(text)]))
            } catch let error as OpenAIError where error.code == .contextLengthExceeded {
                try stage.show(server.exchanges.last, .response)
                try stage.show(error)
            }
        }
        try await stage.withLocalModel("A text of 6,000 words, sent to the local model:") { client, model in
            let text = String(repeating: "word ", count: 6000)
            do {
                _ = try await client.chat.completions.create(model: model, messages: [.user(text)])
            } catch let error as OpenAIError where error.code == .contextLengthExceeded {
                try stage.show(error)
            }
        }
    }
}
