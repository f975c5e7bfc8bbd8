"""Serves one GGUF model with llama.cpp's HTTP server until standard input ends.

Written by waiter. The first line of standard input is a JSON object (see EngineCommand.Settings): not an argument,
since other users can read those. Prints one line of JSON when the server answers: where it listens, and the word that
came with the settings, which nothing that a model file makes llama.cpp print can know.
"""

import json
import os
import sys
import threading


def read_line():
    # Byte by byte, so that nothing of what follows is waited for.
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            os._exit(0)
        line += byte
    return line


def end_with_parent():
    # The parent holds the other end and writes no more: the end of the input means that it has gone.
    while os.read(0, 4096):
        pass
    # Not sys.exit: the server's destructor waits for open streams.
    os._exit(0)


def main():
    settings = json.loads(read_line())
    threading.Thread(target=end_with_parent, daemon=True).start()

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = settings["modelFile"]
    params.model_alias = {settings["model"]}
    params.hostnames = ["127.0.0.1"]
    # 0 is any free port, bound at once: nobody else can take it between a choice and the binding.
    params.port = settings["port"]
    # Other users of this machine reach the port as well.
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
    # Its default keeps up to 8 GiB of old prompts in memory.
    params.cache_ram_mib = 256
    # Its default lets every web page that is open in a browser read the answers.
    params.cors_origins = "http://127.0.0.1"
    params.cors_origins_explicit = True
    params.cors_credentials = False

    server = xllamacpp.Server(params)
    # A line of its own, in one write, whatever llama.cpp has just written.
    report = json.dumps({"listening": server.listening_address, "word": settings["word"]})
    os.write(1, ("\n" + report + "\n").encode())
    threading.Event().wait()


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        print(f"error: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        # An ordinary exit, because llama.cpp writes its log from a thread of its own and the reason is in there.
        sys.exit(1)
