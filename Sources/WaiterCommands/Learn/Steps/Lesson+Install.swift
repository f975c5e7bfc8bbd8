internal import Waiter
internal import WaiterLocal
internal import WaiterTerminal

extension Lesson {
    static let install = Lesson(
        name: "install",
        title: "Installing",
        text: """
            Waiter consists of a command, which you are using now, and a library for Swift programs. To use the \
            library, add the package and its product Waiter to your program's Package.swift file. The product Waiter \
            contains only the client. Other products of the same package provide conversations, token counts, prices \
            and budgets.

            You also need a server. If you have a key, use the server of OpenAI or another provider. If you have no \
            key, you can run a model on this machine: `waiter local install` installs a small model that is free and \
            works offline. Its answers are poor, but they are good enough for learning.
            """,
        command: """
            waiter --version
            waiter doctor         # checks the key, the network and the server
            waiter local install  # optional: installs the local model
            """,
        swift: """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: "Restaurant",
                platforms: [.macOS(.v15)],
                dependencies: [
                    .package(
                        url: "https://github.com/OWNER/waiter",
                        branch: "main"
                    )
                ],
                targets: [
                    .executableTarget(
                        name: "Restaurant",
                        dependencies: [
                            .product(name: "Waiter", package: "waiter")
                        ]
                    )
                ]
            )
            """,
        summary: "Add one package and one product. The server is selected by configuration, not by code."
    ) { stage in
        let directory = stage.context.directories().localModel
        let model = LocalModel(directory: directory, environment: stage.context.environment)
        let plan = model.plan()
        let state =
            plan.isComplete
            ? "installed" : "not installed (waiter local install, \(ByteCount.formatted(plan.downloadBytes)))"
        let hasKey = stage.context.environment["OPENAI_API_KEY"].map { !$0.isEmpty } ?? false
        try stage.page.text("This machine:")
        try stage.page.result(
            """

            waiter          \(WaiterVersion.current)
            local model     \(state)
            OPENAI_API_KEY  \(hasKey ? "set" : "not set (not needed for these steps)")
            """
        )
        try stage.page.text("The simplest way to test an installation is to list the models that a server offers:")
        try await stage.withServer { client, server in
            _ = try await client.models.list()
            try stage.show(server.exchanges.last, [.requestHead, .responseHead, .responseBody])
        }
    }
}
