"""What reads a file of predictions and measures its loss in Python, as a program of its own.

    files.py npy <labels.npy> <probabilities.npy>
    files.py csv <file.csv>

Prints the loss.
"""
import sys

if sys.argv[1] == "npy":
    import numpy

    y, p = numpy.load(sys.argv[2]), numpy.load(sys.argv[3])
else:
    import pandas

    table = pandas.read_csv(sys.argv[2])
    y, p = table["label"], table.filter(regex="^p")

from sklearn.metrics import log_loss

print(log_loss(y, p))
