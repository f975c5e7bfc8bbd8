"""A server made with the `mcp` package: `real_server.py stdio`, or `real_server.py http`, which prints its port."""
import os
import socket
import sys
import threading

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

server = MCPServer("real", version="7", instructions="Use wisely.")


@server.tool()
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


@server.tool()
def greet(name: str) -> str:
    """Greets somebody."""
    return f"Hello, {name}!"


@server.tool()
def weather(city: str) -> dict[str, str]:
    """Reports the weather."""
    return {"city": city, "sky": "blue"}


@server.tool()
def fail() -> str:
    """Always fails."""
    raise ToolError("out of cheese")


@server.tool()
async def count(to: int, context: Context) -> str:
    """Counts, with progress notifications."""
    for number in range(to):
        await context.report_progress(number + 1, to)
    return "done"


@server.tool()
async def change(context: Context) -> str:
    """Changes the tool greet."""

    def greet(name: str, loudly: bool) -> str:
        return f"HELLO, {name}!" if loudly else f"Hello, {name}!"

    server.remove_tool("greet")
    server.add_tool(greet, description="Greets somebody.")
    await context.notify_tools_changed()
    return "changed"


@server.tool()
def environment() -> str:
    """Returns the environment."""
    return "\n".join(f"{name}={value}" for name, value in os.environ.items())


if sys.argv[1] == "stdio":
    server.run("stdio")
else:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.close()

    def announce():
        # The port is announced when it accepts connections.
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        print(port, flush=True)

    threading.Thread(target=announce, daemon=True).start()
    # The parent's end of the pipe closes with the test.
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server.run("streamable-http", port=port, json_response="json" in sys.argv)
