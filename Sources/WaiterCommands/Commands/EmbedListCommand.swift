package import ArgumentParser
internal import Waiter
internal import WaiterStore
internal import WaiterTerminal

/// The `embed list` command, which lists embedding stores.
package struct EmbedListCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List embedding stores with their models and sizes.",
        discussion: """
            Examples:
              waiter embed list
            """
    )

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let ledger = try LedgerSource(directories: context.requiredDirectories()).existing()
        let collections = try await ledger?.embeddings.collections() ?? []
        if output.json {
            try Output.write(.array(collections.map(\.json)), to: context.console)
            return .complete
        }
        if collections.isEmpty {
            context.console.notice("waiter: no embeddings are stored; store some with: waiter embed --store notes ...")
        }
        let rows = collections.map { collection in
            [
                collection.name, collection.model, "\(collection.dimensions) dimensions", collection.profile ?? "",
                LogDate.brief(collection.createdAt), "\(collection.count) text\(collection.count == 1 ? "" : "s")",
            ]
        }
        try context.console.writeForeign(TextTable.text(rows, leading: 5))
        return .complete
    }
}

extension EmbeddingStore.Collection {
    /// The collection as JSON.
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "model": .string(model), "dimensions": .integer(Int64(dimensions)),
            "requested_dimensions": requestedDimensions.map { .integer(Int64($0)) } ?? .null,
            "profile": profile.map { .string($0) } ?? .null, "count": .integer(Int64(count)),
            "created_at": .string(LogDate.exact(createdAt)),
        ]
    }
}
