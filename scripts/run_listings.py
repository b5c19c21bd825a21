"""Runs printed training heads on one batch, in double precision, and prints loss and gradients.

Reads from standard input: {"framework": "torch" | "tensorflow", "cases": [{"name", "source", "class_name", "classes"}],
"embeddings": n x d, "weights": C x d, "bias": C, "labels": n}. Prints JSON: {"version", "results": {name: {...}}}.
"""

import json
import sys


def torch_results(job):
    import torch

    torch.set_default_dtype(torch.float64)

    def run(case):
        space = {}
        exec(compile(case['source'], case['name'], 'exec'), space)
        embeddings = torch.tensor(job['embeddings'], requires_grad=True)
        head = space[case['class_name']](embeddings.shape[1], len(job['weights']))
        with torch.no_grad():
            head.weight.copy_(torch.tensor(job['weights']))
            if hasattr(head, 'bias'):
                head.bias.copy_(torch.tensor(job['bias']))
        loss = head(embeddings, torch.tensor(job['labels']))
        loss.backward()
        return {
            'loss': loss.item(),
            'gradEmbeddings': embeddings.grad.tolist(),
            'gradWeights': head.weight.grad.tolist(),
            'gradBias': head.bias.grad.tolist() if hasattr(head, 'bias') else [0.0] * len(job['weights']),
        }

    return torch.__version__, run


def tensorflow_results(job):
    import tensorflow as tf

    tf.keras.backend.set_floatx('float64')

    def run(case):
        space = {}
        exec(compile(case['source'], case['name'], 'exec'), space)
        embeddings = tf.constant(job['embeddings'], dtype=tf.float64)
        head = space[case['class_name']](len(job['weights']))
        head.build(embeddings.shape)
        has_bias = hasattr(head, 'bias')
        head.weight.assign(job['weights'])
        if has_bias:
            head.bias.assign(job['bias'])
        with tf.GradientTape() as tape:
            tape.watch(embeddings)
            loss = head.call(embeddings, tf.constant(job['labels']))
        found = tape.gradient(loss, [embeddings] + [v.value for v in head.trainable_weights])
        return {
            'loss': float(loss),
            'gradEmbeddings': found[0].numpy().tolist(),
            'gradWeights': tf.convert_to_tensor(found[1]).numpy().tolist(),
            'gradBias': found[2].numpy().tolist() if has_bias else [0.0] * len(job['weights']),
        }

    return tf.__version__, run


def main():
    job = json.load(sys.stdin)
    version, run = {'torch': torch_results, 'tensorflow': tensorflow_results}[job['framework']](job)
    results = {case['name']: run(case) for case in job['cases']}
    json.dump({'version': version, 'results': results}, sys.stdout)


main()
