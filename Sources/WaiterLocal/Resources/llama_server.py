"""Serves one GGUF model with llama.cpp's HTTP server until standard input is closed.

This script is installed and started by waiter. The first line of standard input is a JSON object with the settings
(see EngineCommand.Settings). The settings include the API key, which other users could read if it were passed as an
argument. When the server is ready, the script prints one line of JSON that contains the address of the server and the
word from the settings. A malicious model file can cause llama.cpp to print text, but the text cannot contain that word.
"""

import json
import os
import sys
import threading


def read_line():
    # Bytes are read one at a time, so that this function returns at the end of the line without waiting for more input.
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            os._exit(0)
        line += byte
    return line


def end_with_parent():
    # The parent process keeps the pipe open without writing to it, so end of file means that the parent has exited.
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
    # With port 0, the server itself binds a free port, so no other process can take the port first.
    params.port = settings["port"]
    # A key is required because other users of this machine can connect to the port.
    params.api_keys = [settings["key"]]
    # llama.cpp divides the context window among the slots.
    params.n_ctx = settings["contextSize"] * settings["slots"]
    params.n_parallel = settings["slots"]
    params.cpuparams.n_threads = settings["threads"]
    params.cpuparams_batch.n_threads = settings["threads"]
    params.use_jinja = True
    params.ui = False
    params.offline = True
    params.endpoint_metrics = True
    params.endpoint_slots = True
    # By default, llama.cpp caches up to 8 GiB of previous prompts in memory.
    params.cache_ram_mib = 256
    # By default, any web page that is open in a browser could read the answers.
    params.cors_origins = "http://127.0.0.1"
    params.cors_origins_explicit = True
    params.cors_credentials = False

    server = xllamacpp.Server(params)
    # The report starts with a newline, because the last line of llama.cpp may be incomplete. It is written in a single
    # call.
    report = json.dumps({"listening": server.listening_address, "word": settings["word"]})
    os.write(1, ("\n" + report + "\n").encode())
    threading.Event().wait()


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        print(f"error: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        # The process exits normally, because os._exit would interrupt the thread on which llama.cpp logs the cause.
        sys.exit(1)
