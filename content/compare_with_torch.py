import json, subprocess, torch
from torch.nn.functional import cross_entropy, normalize, one_hot

torch.manual_seed(0)
x = torch.randn(8, 16, dtype=torch.float64, requires_grad=True)
w = torch.randn(10, 16, dtype=torch.float64, requires_grad=True)
y = torch.arange(8)

# Your implementation, in double precision:
theta = (normalize(x) @ normalize(w).T).acos()
loss = cross_entropy(64 * (theta + 0.5 * one_hot(y, 10)).cos(), y)
loss.backward()

case = {"loss": "arcface", "params": {"s": 64, "m": 0.5},
        "embeddings": x.tolist(), "weights": w.tolist(), "labels": y.tolist()}
run = subprocess.run(["npm", "run", "--silent", "evaluate"], check=True,
                     input=json.dumps(case), stdout=subprocess.PIPE, text=True)
reference = json.loads(run.stdout)
mine = {"loss": loss, "gradEmbeddings": x.grad, "gradWeights": w.grad}
for name, value in mine.items():
    difference = value - torch.tensor(reference[name], dtype=torch.float64)
    print(f"{name}: {difference.abs().max().item():.1e}")
