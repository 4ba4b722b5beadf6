"""Times what the frameworks of Python take for a loss.

Reads one request a line, a JSON object, and answers each with one line: a list of what each framework took. The arrays are files of raw
numbers, which are in memory before the clock starts. The first line that it writes names the versions of what it found.
"""
import json
import os
import statistics
import sys
import time
import warnings

FRAMEWORKS = {"PyTorch": "torch", "NumPy": "numpy", "scikit-learn": "sklearn"}
BUDGET = 1.5  # seconds for the calls of one framework, of which there are always three
SAMPLE = 1 << 20  # values that scikit-learn is given: it makes several arrays of that many doubles

warnings.filterwarnings("ignore")
found = {}
for name, module in FRAMEWORKS.items():
    try:
        found[name] = __import__(module)
    except ImportError:
        pass
torch, numpy = found.get("PyTorch"), found.get("NumPy")
if "scikit-learn" in found:
    from sklearn.metrics import log_loss


def timed(call):
    call()
    times = []
    while len(times) < 3 or (sum(times) < BUDGET and len(times) < 9):
        start = time.perf_counter()
        value = call()
        times.append(time.perf_counter() - start)
    return statistics.median(times), float(value)


def torch_loss(job, x, y):
    functional = torch.nn.functional
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    if job["labels"]:
        y = y.long()

    def loss():
        if job["binary"]:
            return (functional.binary_cross_entropy_with_logits if job["logits"] else functional.binary_cross_entropy)(x, y)
        if job["logits"]:
            return functional.cross_entropy(x, y)
        log = x.log()
        return functional.nll_loss(log, y) if job["labels"] else -(y * log).sum(1).mean()

    def loss_and_gradient():
        x.grad = None
        value = loss()
        value.backward()
        return value.detach()

    if job["gradient"]:
        x.requires_grad_()
        return loss_and_gradient

    return loss


def numpy_loss(job, x, y):
    np = numpy
    places = np.expand_dims(y, 1) if job["labels"] else None

    def binary():
        if job["logits"]:
            value = (np.maximum(x, 0) - x * y + np.log1p(np.exp(-np.abs(x)))).mean()
            if job["gradient"]:
                (1 / (1 + np.exp(-x)) - y) / x.size
            return value
        p = np.clip(x, 1e-7, 1 - 1e-7)
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()

    def categorical():
        if job["logits"]:
            largest = x.max(axis=1, keepdims=True)
            exp = np.exp(x - largest)
            total = exp.sum(axis=1, keepdims=True)
            log_sum = np.log(total) + largest
            if job["labels"]:
                value = (log_sum - np.take_along_axis(x, places, 1)).mean()
            else:
                value = (y * (log_sum - x)).sum(axis=1).mean()
            if job["gradient"]:
                slope = exp / total
                if job["labels"]:
                    np.put_along_axis(slope, places, np.take_along_axis(slope, places, 1) - 1, 1)
                else:
                    slope -= y
                slope /= len(x)
            return value
        p = np.clip(x, 1e-7, 1 - 1e-7)
        if job["labels"]:
            return -np.log(np.take_along_axis(p, places, 1)).mean()
        return -(y * np.log(p)).sum(axis=1).mean()

    return binary if job["binary"] else categorical


def sklearn_loss(job, x, y):
    if job["binary"]:
        x, y = x.ravel(), y.ravel()
    return lambda: log_loss(y, x, labels=numpy.arange(job["shape"][1]) if job["labels"] else None)


def load(path, kind, shape):
    values = numpy.fromfile(path, kind).reshape(shape)
    os.remove(path)  # at once: whatever ends this program, nothing large is left behind
    return values


def answer(job):
    shape = job["shape"]
    x = load(job["predictions"], job["type"], shape)
    y = load(job["targets"], "int32" if job["labels"] else job["type"], job["targetShape"])
    times = []

    def add(name, loss, rows):
        seconds, value = timed(loss(job, x[:rows], y[:rows]))
        times.append({"name": name, "secondsForAll": seconds * shape[0] / rows, "loss": value, "isAll": rows == shape[0]})

    if torch:
        torch.set_num_threads(job["threads"])
        add("PyTorch", torch_loss, shape[0])
    if job["logits"] or not job["gradient"]:
        add("NumPy", numpy_loss, shape[0])
    if "scikit-learn" in found and not job["logits"] and not job["gradient"] and not job["softTargets"]:
        add("scikit-learn", sklearn_loss, min(shape[0], max(2, SAMPLE // shape[1])))
    return times


print(json.dumps({name: module.__version__ for name, module in found.items()}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
