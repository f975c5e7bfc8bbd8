// swift-tools-version: 6.2
import PackageDescription

// This is a separate package so that users of Waiter do not depend on a web framework.
let package = Package(
    name: "ChatService",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "waiter", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.22.0"),
    ],
    targets: [
        .executableTarget(
            name: "ChatService",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Waiter", package: "waiter"),
                .product(name: "WaiterConversation", package: "waiter"),
                .product(name: "WaiterModels", package: "waiter"),
                .product(name: "WaiterServiceLifecycle", package: "waiter"),
                .product(name: "WaiterStore", package: "waiter"),
            ],
            // Without relocations and exported symbols, the service needs 12 MB less memory.
            linkerSettings: [
                .unsafeFlags(
                    ["-Xlinker", "-no-pie", "-Xlinker", "--version-script=\(Context.packageDirectory)/exports.map"],
                    .when(platforms: [.linux], configuration: .release)
                )
            ]
        )
    ]
)
