"""llama.cpp's own server, prebuilt: ``python real_server.py MODEL KEY`` prints where it is."""

import sys

import xllamacpp

model, key = sys.argv[1:]
wanted = xllamacpp.CommonParams()
wanted.model.path = model
wanted.n_ctx = 2048
wanted.n_parallel = 1
wanted.warmup = False
wanted.cpuparams.n_threads = 1
wanted.api_keys = [key]
server = xllamacpp.Server(wanted)
sys.stdout.write(f"{server.listening_address}\n")
sys.stdout.flush()
sys.stdin.read()
