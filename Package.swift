// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "waiter",
    // These are the first platform versions with `Mutex`. `WaiterMCP` and the command-line tool launch subprocesses
    // using swift-subprocess, which requires macOS or Linux.
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "Waiter", targets: ["Waiter"]),
        .library(name: "WaiterTokenizer", targets: ["WaiterTokenizer"]),
        .library(name: "WaiterModels", targets: ["WaiterModels"]),
        .library(name: "WaiterConversation", targets: ["WaiterConversation"]),
        .library(name: "WaiterStore", targets: ["WaiterStore"]),
        .library(name: "WaiterBulk", targets: ["WaiterBulk"]),
        .library(name: "WaiterBulkPostgreSQL", targets: ["WaiterBulkPostgreSQL"]),
        .library(name: "WaiterMCP", targets: ["WaiterMCP"]),
        .library(name: "WaiterObservability", targets: ["WaiterObservability"]),
        .library(name: "WaiterServiceLifecycle", targets: ["WaiterServiceLifecycle"]),
        .library(name: "WaiterWebhooks", targets: ["WaiterWebhooks"]),
        .library(name: "WaiterTesting", targets: ["WaiterTesting"]),
        .executable(name: "waiter", targets: ["WaiterCLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        .target(name: "WaiterPlatform", swiftSettings: settings),
        .target(
            name: "Waiter",
            dependencies: [
                "WaiterPlatform",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        .target(name: "CWaiterTokenizer", exclude: ["tables"]),
        .target(
            name: "WaiterTokenizer",
            dependencies: ["CWaiterTokenizer", "WaiterPlatform"],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterModels",
            dependencies: [
                "Waiter", "WaiterTokenizer",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.embedInCode("Resources/catalogue.json")],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterConversation",
            dependencies: ["Waiter", "WaiterModels", "WaiterTokenizer"],
            swiftSettings: settings
        ),
        .systemLibrary(name: "CAllocator"),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "WaiterStore",
            dependencies: [
                "CSQLite", "Waiter", "WaiterConversation", "WaiterModels", "WaiterPlatform", "WaiterTokenizer",
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterBulk",
            dependencies: [
                "Waiter", "WaiterModels", "WaiterPlatform", "WaiterStore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterBulkPostgreSQL",
            dependencies: ["Waiter", "WaiterBulk", "WaiterModels", "WaiterPlatform"],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterMCP",
            dependencies: [
                "Waiter", "WaiterPlatform",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterServiceLifecycle",
            dependencies: [
                "Waiter", .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterObservability",
            dependencies: [
                "Waiter",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterWebhooks",
            dependencies: [
                "Waiter",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterLocal",
            dependencies: [
                "WaiterPlatform",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.embedInCode("Resources/llama_server.py")],
            swiftSettings: settings
        ),
        .target(name: "WaiterTerminal", dependencies: ["WaiterPlatform"], swiftSettings: settings),
        .target(
            name: "WaiterCommands",
            dependencies: [
                "CZlib",
                "Waiter",
                "WaiterBulk",
                "WaiterBulkPostgreSQL",
                "WaiterConversation",
                "WaiterStore",
                "WaiterLocal",
                "WaiterMCP",
                "WaiterModels",
                "WaiterPlatform",
                "WaiterTerminal",
                "WaiterTokenizer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "FirstCall",
            dependencies: ["Waiter"],
            path: "Examples/FirstCall",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Streaming",
            dependencies: ["Waiter"],
            path: "Examples/Streaming",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Parsing",
            dependencies: ["Waiter"],
            path: "Examples/Parsing",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Conversing",
            dependencies: ["Waiter", "WaiterConversation"],
            path: "Examples/Conversing",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Metering",
            dependencies: ["Waiter", "WaiterStore", "WaiterModels"],
            path: "Examples/Metering",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ToolsExample",
            dependencies: ["Waiter"],
            path: "Examples/Tools",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ResponsesExample",
            dependencies: ["Waiter"],
            path: "Examples/Responses",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "MediaExample",
            dependencies: ["Waiter"],
            path: "Examples/Media",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "VectorStoresExample",
            dependencies: ["Waiter"],
            path: "Examples/VectorStores",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "EmbeddingsExample",
            dependencies: ["Waiter", "WaiterStore"],
            path: "Examples/Embeddings",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "BatchesExample",
            dependencies: ["Waiter"],
            path: "Examples/Batches",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "FineTuningExample",
            dependencies: ["Waiter"],
            path: "Examples/FineTuning",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "WaiterCLI",
            dependencies: ["CAllocator", "WaiterCommands", "WaiterPlatform", "WaiterTerminal"],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterTesting",
            dependencies: [
                "Waiter", "WaiterPlatform",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WaiterTestSupport",
            dependencies: [
                "Waiter", "WaiterPlatform", "WaiterTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "WaiterPlatformTests", dependencies: ["WaiterPlatform"], swiftSettings: settings),
        .testTarget(
            name: "WaiterTestingTests",
            dependencies: ["Waiter", "WaiterPlatform", "WaiterTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterMCPTests",
            dependencies: [
                "Waiter", "WaiterMCP", "WaiterPlatform", "WaiterTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.copy("Servers")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterServiceLifecycleTests",
            dependencies: [
                "Waiter", "WaiterServiceLifecycle", "WaiterTesting",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterObservabilityTests",
            dependencies: [
                "Waiter", "WaiterConversation", "WaiterObservability", "WaiterTesting",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterWebhooksTests",
            dependencies: [
                "Waiter", "WaiterWebhooks",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ExampleTests",
            dependencies: [
                "Conversing", "Parsing", "Waiter", "WaiterBulk", "WaiterConversation", "WaiterMCP", "WaiterModels",
                "WaiterStore",
                "WaiterTestSupport", "WaiterTesting", "WaiterTokenizer",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "NameClashTests",
            dependencies: [
                "Waiter", "WaiterBulk", "WaiterBulkPostgreSQL", "WaiterConversation", "WaiterMCP", "WaiterModels",
                "WaiterObservability", "WaiterServiceLifecycle", "WaiterStore", "WaiterTesting",
                "WaiterTokenizer", "WaiterWebhooks",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ParserProbe",
            dependencies: [
                "Waiter", "WaiterMCP", "WaiterTesting", .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            path: "Tests/ParserProbe",
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterTests",
            dependencies: [
                "ParserProbe", "Waiter", "WaiterPlatform", "WaiterTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndpointTests",
            dependencies: [
                "Waiter", "WaiterTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ToolTests",
            dependencies: [
                "Waiter", "WaiterConversation", "WaiterModels", "WaiterStore", "WaiterTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ResponsesTests",
            dependencies: [
                "Waiter", "WaiterTestSupport", "WaiterTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ParsingTests",
            dependencies: [
                "Waiter", "WaiterTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "StructuredOutputTests",
            dependencies: ["Waiter"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterTokenizerTests",
            dependencies: ["WaiterTokenizer"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterModelsTests",
            dependencies: [
                "Waiter", "WaiterModels", "WaiterTokenizer", "WaiterTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterConversationTests",
            dependencies: [
                "Waiter", "WaiterConversation", "WaiterModels", "WaiterTokenizer", "WaiterTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "LedgerWriter",
            dependencies: ["Waiter", "WaiterConversation", "WaiterStore", "WaiterTestSupport"],
            path: "Tests/LedgerWriter",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "LedgerRacer",
            dependencies: [
                "Waiter", "WaiterStore", .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            path: "Tests/LedgerRacer",
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterStoreTests",
            dependencies: [
                "LedgerRacer", "LedgerWriter", "Waiter", "WaiterConversation", "WaiterModels", "WaiterPlatform",
                "WaiterStore", "WaiterTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterBulkTests",
            dependencies: [
                "Waiter", "WaiterBulk", "WaiterModels", "WaiterStore", "WaiterTestSupport", "WaiterTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterBulkPostgreSQLTests",
            dependencies: [
                "Waiter", "WaiterBulk", "WaiterBulkPostgreSQL", "WaiterModels", "WaiterPlatform", "WaiterStore",
                "WaiterTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterLocalTests",
            dependencies: ["WaiterLocal", "WaiterPlatform", "WaiterTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterTerminalTests",
            dependencies: ["WaiterPlatform", "WaiterTerminal", "WaiterTestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WaiterCommandsTests",
            dependencies: [
                "Waiter", "WaiterBulk", "WaiterCommands", "WaiterConversation", "WaiterModels", "WaiterPlatform",
                "WaiterStore",
                "WaiterTerminal",
                "WaiterTestSupport",
                "WaiterTokenizer",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "Waiter", "WaiterPlatform", "WaiterTestSupport", "WaiterCLI",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "CZlib", "Metering", "Waiter", "WaiterBulk", "WaiterBulkPostgreSQL", "WaiterConversation",
                "WaiterStore",
                "WaiterModels",
                "WaiterPlatform",
                "WaiterTestSupport",
                "WaiterCLI",
            ],
            exclude: ["Snapshots"],
            swiftSettings: settings
        ),
    ]
)

// Documentation hosts use this plugin to run `swift package generate-documentation`. `make docs` does not need it.
if Context.environment["WAITER_DOCS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
