import json, subprocess, torch
from torch.nn.functional import cross_entropy, normalize, one_hot

torch.manual_seed(0)
x, w = (torch.randn(n, 16, dtype=torch.float64, requires_grad=True) for n in (8, 10))
y = torch.arange(8)
theta = (normalize(x) @ normalize(w).T).acos()  # your implementation, in double precision
loss = cross_entropy(64 * (theta + 0.5 * one_hot(y, 10)).cos(), y)
loss.backward()

case = {"loss": "arcface", "params": {"s": 64, "m": 0.5}, "embeddings": x.tolist(), "weights": w.tolist(), "labels": y.tolist()}
run = subprocess.run(["npm", "run", "--silent", "evaluate"], input=json.dumps(case), stdout=subprocess.PIPE, text=True, check=True)
reference = json.loads(run.stdout)
for name, mine in {"loss": loss, "gradEmbeddings": x.grad, "gradWeights": w.grad}.items():
    print(f"{name}: {(mine - torch.tensor(reference[name], dtype=torch.float64)).abs().max().item():.1e}")
