"""Serves one GGUF model with llama.cpp's HTTP server until standard input is closed.

Installed and started by waiter. The first line of standard input is a JSON object with the settings (see
EngineCommand.Settings), which include the API key; other users could read it if it were passed as an argument. Once
the server is ready, prints one line of JSON with its address and the word from the settings. Output that a malicious
model file might cause llama.cpp to print cannot contain that word.
"""

import json
import os
import sys
import threading


def read_line():
    # Read byte by byte, so that the call returns at the end of the line without waiting for more input.
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            os._exit(0)
        line += byte
    return line


def end_with_parent():
    # The parent keeps the pipe open without writing to it, so end of file means that the parent has exited.
    while os.read(0, 4096):
        pass
    # sys.exit would run the server's destructor, which waits for open streams.
    os._exit(0)


def main():
    settings = json.loads(read_line())
    threading.Thread(target=end_with_parent, daemon=True).start()

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = settings["modelFile"]
    params.model_alias = {settings["model"]}
    params.hostnames = ["127.0.0.1"]
    # With port 0, the server binds any free port itself, so no other process can take the port first.
    params.port = settings["port"]
    # Other users of this machine can connect to the port.
    params.api_keys = [settings["key"]]
    # The context is divided by the number of slots.
    params.n_ctx = settings["contextSize"] * settings["slots"]
    params.n_parallel = settings["slots"]
    params.cpuparams.n_threads = settings["threads"]
    params.cpuparams_batch.n_threads = settings["threads"]
    params.use_jinja = True
    params.ui = False
    params.offline = True
    params.endpoint_metrics = True
    params.endpoint_slots = True
    # By default, up to 8 GiB of previous prompts are cached in memory.
    params.cache_ram_mib = 256
    # By default, any web page that is open in a browser can read the answers.
    params.cors_origins = "http://127.0.0.1"
    params.cors_origins_explicit = True
    params.cors_credentials = False

    server = xllamacpp.Server(params)
    # Start a new line, since llama.cpp may have left one unfinished, and write everything in a single call.
    report = json.dumps({"listening": server.listening_address, "word": settings["word"]})
    os.write(1, ("\n" + report + "\n").encode())
    threading.Event().wait()


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        print(f"error: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        # Exit normally: llama.cpp logs the cause on a separate thread, which os._exit would cut off.
        sys.exit(1)
