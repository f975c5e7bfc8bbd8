internal import Waiter

extension Lesson {
    static let key = Lesson(
        name: "key",
        title: "The key, and how it leaks",
        text: """
            The key identifies the account that pays for a request. Anyone who has the key can use the account, so \
            treat the key like a password.

            Keys commonly leak in four places: source code that is pushed to a repository, shell history, logs, and \
            apps. An app that contains a key exposes the key to everyone who has the app. Keep the key on your own \
            server instead, and have the app call that server.

            Store the key in an environment variable or in a file that only you can read. If a key has leaked, \
            revoke it first. Deleting the file that contains the key is not enough, because a repository keeps every \
            version of a file.
            """,
        curl: """
            export OPENAI_API_KEY="$(cat ~/.openai-key)"
            curl https://api.openai.com/v1/models \\
              -H "Authorization: Bearer $OPENAI_API_KEY"
            """,
        command: """
            waiter keys set openai      # prompts for the key without echoing it
            waiter keys scan            # finds keys in files
            waiter keys scan --history  # finds keys in the shell history
            """,
        swift: """
            import Foundation
            import Waiter

            let environment = ProcessInfo.processInfo.environment
            let key = APIKey(environment["OPENAI_API_KEY"] ?? "")
            print(key)  // always printed in masked form
            let client = try OpenAI(configuration: .init(apiKey: key))
            print(try await client.models.list().data.count)
            """,
        summary: "Treat the key like a password that can cost you money. Keep it out of code, logs and apps."
    ) { stage in
        let (page, key) = (stage.page, LessonStage.makeKey())
        try page.text("This step uses a newly created key. The library shows the key only in this form:")
        try page.result("\n\(APIKey(key))")
        try page.text("A program that contains the key, and the finding that `waiter keys scan` would report:")
        let code = "import Waiter\n\nlet key = \"\(key)\"\n"
        let findings = Array(code.utf8).withUnsafeBufferPointer { KeyFinding.all(in: $0, path: "main.swift") }
        try page.result("\n" + findings.map(\.text).joined(separator: "\n"))
        try page.text("The server receives the key in the authorization header of every request:")
        try await stage.withServer(key: key) { client, server in
            _ = try await client.models.list()
            try stage.show(server.exchanges.last, .requestHead)
        }
    }
}
