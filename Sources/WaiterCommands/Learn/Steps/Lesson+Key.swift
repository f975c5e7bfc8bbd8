internal import Waiter

extension Lesson {
    static let key = Lesson(
        name: "key",
        title: "The key, and how it leaks",
        text: """
            The key tells the server which account pays. Anyone who has the key can use the account, so treat the key \
            like a password.

            Keys leak in four common ways: in source code that is pushed to a repository, in shell history, in logs, \
            and in apps. An app that contains a key gives it to everyone who has the app. Let the app call your own \
            server, and keep the key there.

            Store the key in an environment variable or in a file that only you can read. If a key has leaked, revoke it \
            first. Deleting the file is not enough, because a repository keeps every version.
            """,
        curl: """
            export OPENAI_API_KEY="$(cat ~/.openai-key)"
            curl https://api.openai.com/v1/models \\
              -H "Authorization: Bearer $OPENAI_API_KEY"
            """,
        command: """
            waiter keys set openai      # asks for the key, without echo
            waiter keys scan            # finds keys in files
            waiter keys scan --history  # finds keys in the shell history
            """,
        swift: """
            import Foundation
            import Waiter

            let environment = ProcessInfo.processInfo.environment
            let key = APIKey(environment["OPENAI_API_KEY"] ?? "")
            print(key)  // masked, in every kind of output
            let client = try OpenAI(configuration: .init(apiKey: key))
            print(try await client.models.list().data.count)
            """,
        summary: "The key is a password that costs money. Keep it out of code, logs and apps."
    ) { stage in
        let (page, key) = (stage.page, LessonStage.makeKey())
        try page.text("A key is created for this step. The library shows it only in this form:")
        try page.result("\n\(APIKey(key))")
        try page.text("A program with that key in its code, and what `waiter keys scan` would report:")
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
