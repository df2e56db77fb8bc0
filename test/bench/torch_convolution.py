"""One convolution's forward pass or one of its gradients in PyTorch: `torch_convolution.py CONFIG [channels-last]`.

CONFIG is JSON: work ("forward", "input gradient" or "filter gradient"), from, to, size, batch, threads. For every line N on
standard input it does the work N times and prints the seconds that took.
"""
import json, sys, time
import torch

c = json.loads(sys.argv[1])
layout = torch.channels_last if "channels-last" in sys.argv[2:] else torch.contiguous_format
torch.set_num_threads(c["threads"])
x = torch.randn(c["batch"], c["from"], c["size"], c["size"]).contiguous(memory_format=layout)
w = torch.randn(c["to"], c["from"], 4, 4).contiguous(memory_format=layout)
forward = lambda: torch.nn.functional.conv2d(x, w, stride=2, padding=1)
dy = torch.randn_like(forward())
backward = lambda which: torch.ops.aten.convolution_backward(
    dy, x, w, None, [2, 2], [1, 1], [1, 1], False, [0, 0], 1, which
)
work = {
    "forward": forward,
    "input gradient": lambda: backward([True, False, False]),
    "filter gradient": lambda: backward([False, True, False]),
}[c["work"]]

for _ in range(3):
    work()
print("ready", flush=True)
for line in sys.stdin:
    n = int(line)
    t = time.perf_counter()
    for _ in range(n):
        work()
    print(time.perf_counter() - t, flush=True)
