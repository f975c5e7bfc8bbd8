// swift-tools-version: 6.2
import PackageDescription

// This is a separate package so that users of Waiter do not depend on a web framework.
let package = Package(
    name: "Webhooks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "waiter", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.22.0"),
    ],
    targets: [
        .executableTarget(
            name: "Webhooks",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Waiter", package: "waiter"),
                .product(name: "WaiterServiceLifecycle", package: "waiter"),
                .product(name: "WaiterWebhooks", package: "waiter"),
            ]
        )
    ]
)
