"""The margin losses in PyTorch, written from the papers, in double precision, with gradients by autograd.

This file knows nothing of the TypeScript in `lib`: it is the second opinion that `evaluate.test.ts` compares `evaluate` with.
It reads a JSON array of cases from standard input, each as `npm run evaluate` takes it
    {"loss", "params"?, "embeddings": n x d, "weights"?: C x d, "labels": n, "bias"?: C, "state"?}
and prints an array of results {"loss", "perSample"?, "logits"?, "gradEmbeddings", "gradWeights"?, "gradBias"?, "gradState",
"stateAfter", "accuracy"?}. Losses that draw at random print every possible draw instead: {"draws": [result, ...]}.

Symbols: x embedding, w class weight, u and v their directions, y true class, theta the angle between x and w, s scale, m margin.
"""

import functools
import itertools
import json
import math
import re
import sys

import torch
from torch import cos, relu, where

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
PI = math.pi


# ---------------------------------------------------------------- the sphere

def direction(v):
    """v / |v|. The zero vector has no direction: it stays zero and gets no gradient."""
    length = v.norm(dim=-1, keepdim=True)
    return where(length > 0, v / where(length > 0, length, torch.ones_like(length)), torch.zeros_like(v))


def angle(u, v):
    """Angle between unit vectors, by Kahan's formula. arccos(u.v) is the same but loses half of the digits near 0 and pi, and its
    slope is infinite there. torch gives |0| the slope 0; so has this at exactly 0 and pi, where no direction is the right one."""
    return 2 * torch.atan2((u - v).norm(dim=-1), (u + v).norm(dim=-1))


def straight_through(value, slope):
    """Worth `value`, differentiated as `slope`: the `gradient: detached` of InsightFace since 2022-12, and of OpenSphere."""
    return slope + (value - slope).detach()


# ---------------------------------------------------------------- from logits to a loss

def softplus(z):
    """log(1 + e^z)."""
    return -torch.nn.functional.logsigmoid(-z)


def cross_entropy(z, y):
    """-log of the softmax of z at y, a row. Written as softplus(log sum of e^z_j over j != y, minus z_y), which is the same but
    keeps the digits of a sample that is all but certain, where 1 - p rounds to 0."""
    if z.shape[1] == 1:
        return 0 * z[:, 0]
    others = z.masked_fill(one_hot(z, y), -math.inf)
    return softplus(torch.logsumexp(others, 1) - own(z, y))


def one_hot(z, y):
    return torch.arange(z.shape[1])[None, :] == y[:, None]


def own(z, y):
    """The entry of the true class of each row."""
    return z.gather(1, y[:, None])[:, 0]


class Batch:
    """A case as tensors: x, w, y, and what the loss learns or carries beside them."""

    def __init__(self, case):
        self.x, self.w = leaf(case['embeddings']), leaf(case.get('weights', []))
        self.y = torch.tensor(case['labels'])
        self.state, self.given_bias = case.get('state', {}), case.get('bias')
        self.n, self.classes = len(self.y), len(self.w)
        self.learned, self.after, self.logits, self.judged, self.bias = {}, {}, None, None, None

    def sphere(self):
        """Directions u and v, the cosines of all pairs, and the angle to the true class."""
        u, v = direction(self.x), direction(self.w)
        return u, v, u @ v.T, angle(u, v[self.y])

    def learn(self, name, default):
        """A learned entry of the state: gets a gradient."""
        self.learned[name] = leaf(self.state.get(name, default))
        return self.learned[name]

    def softmax(self, logits, judged):
        """Cross-entropy a sample. `judged`: the logits without the margin, by which accuracy counts."""
        self.logits, self.judged = logits, judged
        return cross_entropy(logits, self.y)

    def margin_softmax(self, s, target, others=None, gradient='exact'):
        """Softmax head of a margin loss: target(theta_y) in place of cos theta_y, all times s."""
        _, _, cosine, theta = self.sphere()
        t = target(theta)
        if gradient == 'detached':
            t = straight_through(t, own(cosine, self.y))
        rest = cosine if others is None else others
        return self.softmax(s * where(one_hot(cosine, self.y), t[:, None], rest), cosine)


def leaf(values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


# ---------------------------------------------------------------- softmax to ArcFace

def softmax(b, pastPi='plain', gradient='exact'):
    """ArcFace paper, eq. (1): z_j = w_j.x + b_j."""
    b.bias = leaf(b.given_bias if b.given_bias is not None else [0.0] * b.classes)
    z = b.x @ b.w.T + b.bias
    return b.softmax(z, z)


def norm_softmax(b, s=64.0, pastPi='plain', gradient='exact'):
    """ArcFace paper, eq. (2): z_j = s cos theta_j."""
    return b.margin_softmax(s, cos, gradient=gradient)


def psi(theta, m):
    """SphereFace: (-1)^k cos(m theta) - 2k on [k pi/m, (k+1) pi/m]."""
    k = torch.floor(m * theta.detach() / PI)
    return (1 - 2 * (k % 2)) * cos(m * theta) - 2 * k


def multiplied(theta, m, lam):
    """psi, softened by lambda parts of plain cos theta."""
    return (lam * cos(theta) + psi(theta, m)) / (1 + lam)


def sphereface(b, m=4.0, pastPi='plain', gradient='exact', **p):
    """A-Softmax: unit weights, free features: s is |x|. `lambda`: 5, where its annealing ends."""
    length = b.x.norm(dim=1)
    return b.margin_softmax(length[:, None], lambda theta: multiplied(theta, m, p.get('lambda', 5.0)), gradient=gradient)


def l_softmax(b, m=4.0, pastPi='plain', gradient='exact', **p):
    """L-Softmax: as SphereFace, with |w| left in: z_y = |w_y| |x| psi(theta_y)."""
    length = b.x.norm(dim=1)[:, None] * b.w.norm(dim=1)[None, :]
    per = b.margin_softmax(length, lambda theta: multiplied(theta, m, p.get('lambda', 0.0)), gradient=gradient)
    b.judged = b.x @ b.w.T
    return per


def past_pi(theta, phi, m, mode):
    """cos of the angle with its margin, phi, and what implementations do where phi passes pi."""
    if mode == 'plain':
        return cos(phi)
    if mode == 'fallback':
        m = torch.as_tensor(m)
        return where(phi > PI, cos(theta) - m * torch.sin(m), cos(phi))
    if mode == 'fallback0':
        return where(phi > PI, cos(theta), cos(phi))
    if mode == 'easy':
        return where(theta < PI / 2, cos(phi), cos(theta))
    if mode == 'clamp':
        return cos(torch.minimum(phi, torch.full_like(phi, PI)))
    raise ValueError(mode)


def arcface(b, s=64.0, m=0.5, pastPi='plain', gradient='exact'):
    """ArcFace paper, eq. (3): z_y = s cos(theta_y + m)."""
    return b.margin_softmax(s, lambda theta: past_pi(theta, theta + m, m, pastPi), gradient=gradient)


def combined(b, s=64.0, m1=1.0, m2=0.3, m3=0.2, pastPi='plain', gradient='exact'):
    """ArcFace paper, eq. (4): z_y = s (cos(m1 theta_y + m2) - m3). Past pi, m3 stays."""
    return b.margin_softmax(s, lambda theta: past_pi(theta, m1 * theta + m2, None, pastPi) - m3, gradient=gradient)


def sphereface_arccos(b, s=64.0, m=1.35, pastPi='plain', gradient='exact'):
    """ArcFace paper, section 3.2: SphereFace by arccos, z_y = s cos(m theta_y)."""
    return combined(b, s, m, 0.0, 0.0, pastPi, gradient)


def cosface(b, s=64.0, m=0.35, pastPi='plain', gradient='exact'):
    """CosFace, eq. (4): z_y = s (cos theta_y - m)."""
    return combined(b, s, 1.0, 0.0, m, pastPi, gradient)


# ---------------------------------------------------------------- before margins

def normface(b, s=10.0):
    """NormFace: z_j = s cos theta_j, s learned."""
    return b.margin_softmax(b.learn('s', s), cos)


def center(b, alpha=0.5, factor='half', update='count', **p):
    """Centre loss: lambda/2 |x - c_y|^2, beside softmax where a classifier is given. The centres move by a rule of their own."""
    lam, centres = p.get('lambda', 1.0), b.w
    scale = {'half': 0.5, 'one': 1.0, 'coordinates': 1 / b.x.shape[1]}[factor]
    per = lam * scale * (b.x - centres[b.y]).pow(2).sum(1)
    with torch.no_grad():
        hit = one_hot(torch.zeros(b.n, b.classes), b.y).double()
        pull = hit.sum(0)[:, None] * centres - hit.T @ b.x
        delta = {
            'count': pull / (1 + hit.sum(0)[:, None]),
            'count-and-batch': pull / (1 + hit.sum(0)[:, None]) / b.n,
            'gradient': lam * 2 * scale * pull / b.n,
            'sum': pull,
        }[update]
        b.after['centres'] = (centres - alpha * delta).tolist()
    if 'classifier' in b.state:
        classifier, bias = b.learn('classifier', None), b.learn('classifierBias', [0.0] * b.classes)
        z = b.x @ classifier.T + bias
        per = per + b.softmax(z, z)
    return per


def distances(b, distance, features):
    """n x n distances between the embeddings."""
    rows = direction(b.x) if features == 'normalised' or distance == 'angular' else b.x
    left, right = rows[:, None, :], rows[None, :, :]
    if distance == 'squared':
        return (left - right).pow(2).sum(-1)
    return (left - right).norm(dim=-1) if distance == 'plain' else angle(left, right)


def triplets(D, y, margin, mining, kind):
    """Lists of (anchor, positive, negative). With chance in the rule: every list that may be drawn."""
    n = len(y)
    fixed, choices = [], []
    for a in range(n):
        positives = [p for p in range(n) if p != a and y[p] == y[a]]
        negatives = [q for q in range(n) if y[q] != y[a]]
        if not positives or not negatives:
            continue
        if mining == 'hard':
            fixed.append((a, max(positives, key=lambda p: D[a][p]), min(negatives, key=lambda q: D[a][q])))
            continue
        for p in positives:
            beyond = [q for q in negatives if D[a][q] > D[a][p]]
            if mining == 'all':
                fixed += [(a, p, q) for q in negatives]
            elif mining == 'random':
                choices.append([(a, p, q) for q in negatives])
            elif kind == 'drawn':
                choices.append([(a, p, q) for q in beyond if D[a][q] - D[a][p] < margin])
            elif kind == 'all':
                fixed += [(a, p, q) for q in beyond if D[a][q] - D[a][p] <= margin]
            elif beyond:
                fixed.append((a, p, min(beyond, key=lambda q: D[a][q])))
            else:
                fixed.append((a, p, max(negatives, key=lambda q: D[a][q])))
    return [fixed + list(drawn) for drawn in itertools.product(*[c for c in choices if c])]


def triplet(b, draw=0, margin=0.2, distance='squared', mining='semi-hard', semiHard='drawn', average='triplets',
            features='normalised', seed=0, weight=1.0, base='none', s=64.0, m=0.5, pastPi='plain', gradient='exact'):
    """FaceNet: mean of [D(a, p) - D(a, n) + margin]_+; the ArcFace paper takes angles for D."""
    D = distances(b, distance, features)
    lists = triplets(D.tolist(), b.y.tolist(), margin, mining, semiHard)
    b.draws = len(lists)
    losses = [relu(D[a, p] - D[a, q] + margin) for a, p, q in lists[draw]]
    if average == 'active':
        losses = [one for one in losses if one > 0]
    mean = torch.stack(losses).mean() if losses else 0 * b.x.sum()
    return (softmax_beside(b, base, s, m, pastPi, gradient).mean() + weight * mean if base != 'none' else weight * mean)[None]


def contrastive(b, margin=1.0, distance='plain', power='squared', pairs='all', features='raw'):
    """Same class: D^2/2. Different classes: [margin - D]_+^2/2. Mean over pairs."""
    D = distances(b, distance, features)
    chosen = itertools.combinations(range(b.n), 2) if pairs == 'all' else ((i, i + 1) for i in range(0, b.n - 1, 2))
    gaps = [D[i, j] if b.y[i] == b.y[j] else relu(margin - D[i, j]) for i, j in chosen]
    if not gaps:
        return 0 * b.x.sum()[None]
    return torch.stack([gap if power == 'linear' else gap * gap / 2 for gap in gaps])


# ---------------------------------------------------------------- the ArcFace paper's comparisons

def softmax_beside(b, base, s, m, pastPi, gradient):
    return arcface(b, s, m, pastPi, gradient) if base == 'arcface' else norm_softmax(b, s, gradient=gradient)


def angular_terms(b, base='norm-softmax', s=64.0, m=0.5, pastPi='plain', gradient='exact', intra=0.0, inter=0.0, form='angle'):
    """Eq. (5): + mean theta_y / pi. Eq. (6): - mean angle between w_y and the other w_j / pi."""
    per = softmax_beside(b, base, s, m, pastPi, gradient)
    _, v, _, theta = b.sphere()
    per = per + intra * theta / PI
    if form == 'cosine-all':
        return per + inter * (v[b.y] @ v.T).mean(1)
    between = angle(v[b.y][:, None, :], v[None, :, :]).masked_fill(one_hot(b.logits, b.y), 0)
    return per - inter * between.sum(1) / (PI * max(b.classes - 1, 1))


def subcenter_arcface(b, s=64.0, m=0.5, K=3, pastPi='plain', gradient='exact'):
    """ArcFace v4, eq. (7): cos theta_j is the largest over the K sub-centres of class j."""
    u, v = direction(b.x), direction(b.w)
    pooled, nearest = (u @ v.T).reshape(b.n, -1, K).max(2)
    theta = angle(u, v[b.y * K + own(nearest, b.y)])
    t = past_pi(theta, theta + m, m, pastPi)
    if gradient == 'detached':
        t = straight_through(t, own(pooled, b.y))
    return b.softmax(s * where(one_hot(pooled, b.y), t[:, None], pooled), pooled)


# ---------------------------------------------------------------- successors

def adacos(b, scale='dynamic', median='own', m=0.0):
    """AdaCos: s = ln B / cos(min(pi/4, median target angle)), B the batch mean of the sum of e^(s cos theta_j) over j != y.
    Fixed, and before the first step: sqrt(2) ln(C - 1)."""
    u, v, cosine, theta = b.sphere()
    s = b.state['s'] if 's' in b.state else math.sqrt(2) * math.log(b.classes - 1)
    if scale == 'dynamic':
        with torch.no_grad():
            B = torch.exp(s * cosine).masked_fill(one_hot(cosine, b.y), 0).sum(1).mean()
            angles = angle(u[:, None, :], v[None, :, :]).flatten() if median == 'published' else theta
            middle = angles.quantile(0.5) if median == 'own' else angles.median()  # torch's median is the lower of two
            s = (B.log() / cos(middle.clamp(max=PI / 4))).item()
    b.after['s'] = s
    return b.margin_softmax(s, lambda angle_y: cos(angle_y + m))


def curricularface(b, s=64.0, m=0.5, alpha=0.01, pastPi='plain', gradient='exact'):
    """CurricularFace: a negative with cos theta_j > cos(theta_y + m) is hard and becomes cos theta_j (t + cos theta_j)."""
    _, _, cosine, theta = b.sphere()
    t = alpha * own(cosine, b.y).mean().item() + (1 - alpha) * b.state.get('t', 0.0)
    b.after['t'] = t
    hard = cosine > cos(theta + m)[:, None]
    return b.margin_softmax(
        s, lambda angle_y: past_pi(angle_y, angle_y + m, m, pastPi), where(hard, cosine * (t + cosine), cosine), gradient
    )


def magface(b, s=64.0, la=10.0, ua=110.0, lm=0.45, um=0.8, lambdaG=35.0, pastPi='plain'):
    """MagFace: the margin grows with a = |x|, kept within [l_a, u_a]; the regulariser g(a) = a/u_a^2 + 1/a pulls a up."""
    a = b.x.norm(dim=1).clamp(la, ua)
    m = (um - lm) / (ua - la) * (a - la) + lm
    per = b.margin_softmax(s, lambda theta: past_pi(theta, theta + m, m, pastPi))
    return per + lambdaG * (a / ua**2 + 1 / a)


def adaface(b, s=64.0, m=0.4, h=0.333, tAlpha=0.01, variant='paper', deviation='sample'):
    """AdaFace: z = clip(h (|x| - mean)/deviation, -1, 1), without gradient; g_ang = -m z, g_add = m z + m."""
    eps = 1e-3
    length = b.x.detach().norm(dim=1)
    if variant == 'published':
        length = length.clamp(eps, 100)
    mean = tAlpha * length.mean() + (1 - tAlpha) * b.state.get('mean', 20.0)
    sigma = torch.tensor(b.state.get('deviation', 100.0), dtype=torch.float64)
    if b.n > 1:
        sigma = tAlpha * length.std(unbiased=deviation == 'sample') + (1 - tAlpha) * sigma
    b.after.update(mean=mean.item(), deviation=sigma.item())
    z = (h * (length - mean) / (sigma + (eps if variant == 'published' else 0))).clamp(-1, 1)
    if variant == 'paper':
        return b.margin_softmax(s, lambda theta: cos(theta - m * z) - (m * z + m))
    _, _, cosine, _ = b.sphere()
    cosine = cosine.clamp(-1 + eps, 1 - eps)
    theta = torch.acos(own(cosine, b.y))
    t = cos((theta - m * z).clamp(eps, PI - eps)) - (m * z + m)
    return b.softmax(s * where(one_hot(cosine, b.y), t[:, None], cosine), cosine)


def elasticface(b, s=64.0, form='arc', m=0.5, sigma=0.05, order='drawn', seed=0, gradient='exact'):
    """ElasticFace with the draws given in state.margins. "+": the farther from the centre, the larger the margin."""
    E = torch.tensor(b.state['margins'], dtype=torch.float64)
    _, _, _, theta = b.sphere()
    if order == 'sorted':
        E = E.sort().values[theta.detach().argsort().argsort()]
    b.after['margins'] = E.tolist()
    return b.margin_softmax(s, lambda t: cos(t + E) if form == 'arc' else cos(t) - E, gradient=gradient)


def partial_fc(b, s=64.0, base='arcface', m=0.5, r=0.1, seed=0, pastPi='plain', gradient='exact'):
    """Partial FC with the sampled classes given in state.classes: the margin loss over these alone."""
    classes = b.state['classes']
    b.after['classes'] = classes
    everything, labels = b.w, b.y
    b.w, b.y = everything[classes], torch.tensor([classes.index(label) for label in labels.tolist()])
    per = arcface(b, s, m, pastPi, gradient) if base == 'arcface' else cosface(b, s, m, pastPi, gradient)
    b.hits = b.judged.argmax(1) == b.y
    b.w, b.y = everything, labels
    return per


def binary_balance(C, r, m, t, lam):
    """SphereFace2's first bias: the b at which, at cos theta = 0, positive and negative tasks pull equally; by bisection."""
    g = 2 * 0.5**t - 1
    low, high = -1e5, 1e5
    sigmoid = lambda z: 0.5 * (1 + math.tanh(z / 2))
    log_sigmoid = lambda z: -(max(-z, 0) + math.log1p(math.exp(-abs(z))))
    for _ in range(200):
        b = (low + high) / 2
        up = math.log(lam) + log_sigmoid(-(r * (g - m) + b))
        down = math.log((1 - lam) * (C - 1)) + log_sigmoid(r * (g + m) + b)
        low, high = (low, b) if down > up else (b, high)
    return b


def sphereface2(b, r=40.0, m=0.4, t=3, weighting='over-r', gradient='exact', **p):
    """SphereFace2: one binary task a class. g(z) = 2 ((z + 1)/2)^t - 1."""
    lam = p.get('lambda', 0.7)
    bias = b.learn('b', b.state['b'] if 'b' in b.state else binary_balance(b.classes, r, m, t, lam))
    _, _, cosine, _ = b.sphere()
    g = 2 * ((cosine + 1) / 2) ** t - 1
    mine = one_hot(cosine, b.y)
    shifted = where(mine, g - m, g + m)
    if gradient == 'detached':
        shifted = straight_through(shifted, cosine)
    b.logits, b.judged = r * shifted + bias, cosine
    each = where(mine, lam * softplus(-b.logits), (1 - lam) * softplus(b.logits))
    return each.sum(1) * {'over-r': 1 / r, 'none': 1.0, 'published': 50 / r}[weighting]


def sphereface_r(b, s=30.0, m=1.7, form='v0', gradient='detached', weighting='none'):
    """SphereFace-R: psi with a real m on normalised features; the margin passes no gradient."""
    u, v, cosine, _ = b.sphere()
    target = {'v0': lambda t: psi(t, m), 'v1': lambda t: cos((m * t).clamp(max=PI)), 'v2': cos}[form]
    others = cosine
    if form == 'v2':
        others = cos(angle(u[:, None, :], v[None, :, :]) / m)
        if gradient == 'detached':
            others = straight_through(others, cosine)
    return b.margin_softmax(s, target, others, gradient) * (50 / s if weighting == 'published' else 1)


def uniface(b, s=64.0, m=0.4, logits='plain', **p):
    """UniFace: softplus(-(s (cos theta_y - m) - b)) + lambda sum softplus(s cos theta_j - b), b one threshold for all."""
    bias = b.learn('b', math.log(10 * b.classes))
    _, _, cosine, _ = b.sphere()
    mine = one_hot(cosine, b.y)
    z = s * where(mine, cosine - m, cosine) - bias
    if logits == 'published':
        z = z.clamp(-s, s)
    b.logits, b.judged = z, cosine
    return where(mine, softplus(-z), p.get('lambda', 1.0) * softplus(z)).sum(1)


# ---------------------------------------------------------------- a formula of one's own

WORDS = {
    **{name: getattr(torch, name) for name in ('cos', 'sin', 'tan', 'sqrt', 'abs', 'floor', 'ceil', 'clamp', 'where')},
    'pi': torch.tensor(PI), 'e': torch.tensor(math.e), 'stopGradient': torch.Tensor.detach,
    'min': lambda *args: functools.reduce(torch.minimum, map(torch.as_tensor, args)),
    'max': lambda *args: functools.reduce(torch.maximum, map(torch.as_tensor, args)),
}


def custom(b, /, formula, s=64.0, gradient='exact', **names):
    """The formula as Python reads it: ^ is **, and `condition ? x : y` (one, at the top) is where(condition, x, y)."""
    text = formula.replace('^', '**')
    if '?' in text:
        text = 'where(%s, %s, %s)' % re.fullmatch(r'(.*)\?(.*):(.*)', text).groups()
    words = {**WORDS, 's': s, **{name: torch.tensor(float(value)) for name, value in names.items()}}
    return b.margin_softmax(s, lambda theta: eval(text, words, {'theta': theta}), gradient=gradient)


# ---------------------------------------------------------------- cases

LOSSES = {
    name.replace('_', '-'): globals()[name]
    for name in (
        'softmax norm_softmax sphereface sphereface_arccos cosface arcface combined l_softmax normface center triplet '
        'contrastive subcenter_arcface adacos curricularface magface adaface elasticface partial_fc sphereface2 sphereface_r '
        'uniface custom'
    ).split()
}
LOSSES['intra'] = lambda b, intra=1.0, **p: angular_terms(b, intra=intra, **p)
LOSSES['inter'] = lambda b, inter=1.0, **p: angular_terms(b, inter=inter, **p)


def evaluate(case, **draw):
    b = Batch(case)
    per = LOSSES[case['loss']](b, **draw, **case.get('params', {}))
    loss = per.mean()
    loss.backward()
    gradient = lambda tensor: (torch.zeros_like(tensor) if tensor.grad is None else tensor.grad).tolist()
    result = {'loss': loss.item(), 'gradEmbeddings': gradient(b.x)}
    if len(per) == b.n and case['loss'] not in ('triplet', 'contrastive'):
        result['perSample'] = per.tolist()
    if b.classes:
        result['gradWeights'] = gradient(b.w)
    if b.bias is not None:
        result['gradBias'] = gradient(b.bias)
    if b.logits is not None:
        result['logits'] = b.logits.tolist()
        hits = b.hits if hasattr(b, 'hits') else b.judged.argmax(1) == b.y
        result['accuracy'] = hits.double().mean().item()
    result['gradState'] = {name: gradient(tensor) for name, tensor in b.learned.items()}
    result['stateAfter'] = b.after
    if getattr(b, 'draws', 1) > 1 and not draw:
        return {'draws': [evaluate(case, draw=i) for i in range(b.draws)]}
    return result


if __name__ == '__main__':
    json.dump([evaluate(case) for case in json.load(sys.stdin)], sys.stdout)
