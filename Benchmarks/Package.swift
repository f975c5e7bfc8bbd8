// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let waiter = Target.Dependency.product(name: "Waiter", package: "waiter")
let tokenizer = Target.Dependency.product(name: "WaiterTokenizer", package: "waiter")
let conversation = Target.Dependency.product(name: "WaiterConversation", package: "waiter")
let models = Target.Dependency.product(name: "WaiterModels", package: "waiter")
let ledger = Target.Dependency.product(name: "WaiterStore", package: "waiter")
let bulk = Target.Dependency.product(name: "WaiterBulk", package: "waiter")
let postgreSQL = Target.Dependency.product(name: "WaiterBulkPostgreSQL", package: "waiter")
let observability = Target.Dependency.product(name: "WaiterObservability", package: "waiter")
let testing = Target.Dependency.product(name: "WaiterTesting", package: "waiter")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]

let package = Package(
    name: "waiter-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "waiter", path: ".."),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    ],
    targets: [
        .target(name: "Measuring", swiftSettings: settings),
        .executableTarget(name: "bench-server", dependencies: ["Measuring"], swiftSettings: settings),
        .executableTarget(
            name: "chunk-decode",
            dependencies: ["Measuring", waiter, httpTypes],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "calls",
            dependencies: ["Measuring", waiter, httpClient] + nio,
            swiftSettings: settings
        ),
        .executableTarget(
            name: "streams",
            dependencies: ["Measuring", waiter, httpClient] + nio,
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ledger-recording",
            dependencies: ["Measuring", waiter, conversation, ledger, models],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "bulk-rows",
            dependencies: ["Measuring", waiter, bulk, postgreSQL, ledger, models],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "embeddings",
            dependencies: ["Measuring", waiter, httpTypes],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "similar",
            dependencies: ["Measuring", ledger],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "nearest",
            dependencies: ["Measuring", waiter],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "embedding-batches",
            dependencies: ["Measuring", waiter, ledger, testing],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "tool-loop",
            dependencies: ["Measuring", waiter, httpTypes],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "observing",
            dependencies: [
                "Measuring", waiter, observability, httpTypes,
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "schema",
            dependencies: ["Measuring", waiter],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "transfers",
            dependencies: ["Measuring", waiter, testing],
            swiftSettings: settings
        ),
        .executableTarget(name: "startup", dependencies: ["Measuring"], swiftSettings: settings),
        .executableTarget(name: "tokenizer-worker", dependencies: [tokenizer], swiftSettings: settings),
        .executableTarget(name: "tokenizer-cold", dependencies: [tokenizer], swiftSettings: settings),
    ]
)
