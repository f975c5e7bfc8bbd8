import Testing

@testable import WaiterCommands

@Suite("The value of --mcp")
struct ToolServerArgumentTests {
    @Test(
        "A name before '=' is the server's; otherwise that of a program behind a runner is",
        arguments: [
            ("time=uvx mcp-server-time", "time", "uvx mcp-server-time"),
            ("uvx mcp-server-time", nil, "uvx mcp-server-time"),
            ("docs=https://example.com/mcp?a=b", "docs", "https://example.com/mcp?a=b"),
            ("https://example.com/mcp?a=b", nil, "https://example.com/mcp?a=b"),
            ("./server --port=1", nil, "./server --port=1"),
        ] as [(String, String?, String)]
    )
    func names(text: String, name: String?, location: String) throws {
        let argument = try ToolServerArgument(text)
        #expect(argument.name == name)
        #expect(argument.location == location)
    }

    @Test(
        "A runner is not the name of a server",
        arguments: [
            ("uvx mcp-server-time", "mcp-server-time"), ("npx -y @scope/server-files", "server-files"),
            ("python3 -m my_server.main", "my_server"), ("/usr/bin/node 'dir/my server.js'", "myserver"),
            ("uv run tool.py", "tool"), ("./server", nil), ("npx", nil),
        ] as [(String, String?)]
    )
    func runners(text: String, name: String?) throws {
        #expect(try ToolServerArgument(text).programName == name)
    }
}
