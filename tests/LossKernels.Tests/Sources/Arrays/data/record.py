"""Records what NumPy writes and reads: python3 record.py > numpy.json (made with NumPy 1.24.2 on Python 3.11.2).

Each case has the bytes of a file and, where NumPy reads it, the type, the shape and the values as little-endian doubles in C order.
A case with "saved" is what numpy.save or numpy.savez writes for its arrays in C order on a little-endian machine.
"""
import base64
import hashlib
import io
import json
import pathlib
import struct
import sys
import zipfile

import numpy as np
from numpy.lib import format as npy

TYPES = ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]
cases = []


def text(data):
    return base64.b64encode(data).decode()


def values(dtype, count):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return (np.arange(count) % 3 == 0).astype(dtype)
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        ends = [info.min, info.max, 0, 1, info.max // 3]
        return np.array([ends[i % 5] if i % 2 else i for i in range(count)], dtype=dtype)
    return np.array([[i / 7 - 1, -np.inf, np.nan, 6e-5 * i, 1000.5 * i][i % 5] for i in range(count)], dtype=dtype)


def array(dtype, shape):
    return values(dtype, int(np.prod(shape, dtype=int))).reshape(shape)


def described(a):
    plain = np.ascontiguousarray(a) if a.ndim else a
    return {"type": a.dtype.newbyteorder("=").str[1:], "shape": list(a.shape), "values": text(plain.astype("<f8").tobytes())}


def save(a, version=None):
    out = io.BytesIO()
    npy.write_array(out, a, version=version, allow_pickle=True)
    return out.getvalue()


def add(name, data, **more):
    cases.append({"name": name, "bytes": text(data), **more})


def add_npy(name, data, **more):
    add(name, data, **described(np.load(io.BytesIO(data), allow_pickle=False)), **more)


def header(literal, a, version=1):
    prefix = b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(literal))
    return prefix + literal.encode() + a.tobytes()


for code in TYPES:
    a = array("<" + code, (3, 4))
    add_npy(f"{code} little C", save(a), saved=True)
    add_npy(f"{code} big C", save(a.astype(">" + code)))
    add_npy(f"{code} little F", save(np.asfortranarray(a)))
    add_npy(f"{code} big F", save(np.asfortranarray(a.astype(">" + code))))

for shape in [(), (0,), (1,), (7,), (1000000007, 0), (2, 0, 3), (1, 1), (5, 1), (1, 5), (2, 3, 4), (2, 3, 4, 5)]:
    a = array("<f4", shape)
    add_npy(f"shape {shape} C", save(a), saved=True)
    add_npy(f"shape {shape} F", save(np.asfortranarray(a) if shape else a))

long_axis = array("|u1", (1,) * 20 + (3,))
add_npy("21 axes", save(long_axis), saved=True)
for version in [(1, 0), (2, 0), (3, 0)]:
    add_npy(f"version {version}", save(array("<i4", (2, 3)), version))
    add_npy(f"version {version} F", save(np.asfortranarray(array(">f8", (2, 3))), version))

few = array("<f4", (2, 3))
one = array("<i8", (3,))
for literal in [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }     \n",
    '  {"shape":(2,3,),"fortran_order":False,"descr":"<f4"}\n\n',
    "{ 'fortran_order' : False ,\t'descr' : '=f4' ,\n'shape' : ( 2 , 3 ) , }",
    "{'shape': (2L, 3L), 'fortran_order': False, 'descr': '<f4'}",
    "{u'shape': (2, 3), U'fortran_order': False, u'descr': u'f4'}",
    "{'descr': '|f4', 'fortran_order': False, 'shape': (+2, 3), }",
]:
    add_npy(f"header {literal!r}", header(literal, few))
add_npy("header of bytes with an order", header("{'descr': '<b1', 'fortran_order': True, 'shape': (3,)}", np.array([True, False, True])))
add_npy("header with '?'", header("{'descr': '?', 'fortran_order': False, 'shape': (3,)}", np.array([True, False, True])))
add_npy("header of an empty first axis", header("{'descr': '<i8', 'fortran_order': False, 'shape': (0, 3)}", one[:0]))

for name, a in {
    "object": np.array([1, None], dtype=object),
    "complex": np.array([1 + 2j]),
    "text": np.array(["a", "bc"]),
    "bytes": np.array([b"a", b"bc"]),
    "date": np.array(["2020-01-01"], dtype="M8[D]"),
    "duration": np.array([1], dtype="m8[s]"),
    "raw": np.array([b"ab"], dtype="V2"),
    "record": np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]),
    "long double": np.array([1.5], dtype=np.longdouble),
}.items():
    add(f"refused {name}", save(a), error="UnsupportedFileFormat")

arrays = {"x": array("<f4", (3, 4)), "labels": array("<i8", (3,)), "größe": array("|b1", (2,)), "a/b": array("<f8", ())}
for name, function in {"savez": np.savez, "savez_compressed": np.savez_compressed}.items():
    for count in [1, 4]:
        out = io.BytesIO()
        chosen = dict(list(arrays.items())[:count])
        function(out, **chosen)
        add(f"{name} {count}", out.getvalue(), saved=name == "savez", members={key: described(a) for key, a in chosen.items()})

out = io.BytesIO()
np.savez(out, array("<f4", (3, 4)))
add("savez without a name", out.getvalue(), saved=True, members={"arr_0": described(array("<f4", (3, 4)))})

large = array("<i4", (1_1, 1_0))
add_npy("header with digit separators", header("{'descr': '<i4', 'fortran_order': False, 'shape': (1_1, 1_0)}", large))

big = np.tile(np.arange(1000, dtype="<i4"), (50, 1))
out = io.BytesIO()
np.savez_compressed(out, big=big)
add("savez_compressed large", out.getvalue(), members={"big": described(big[:1])}, rows=50)

samples = pathlib.Path(__file__).parents[4] / "examples" / "data"
for path in sorted(samples.glob("*/*.npy")):
    a = np.load(path)
    digest = hashlib.sha256(a.astype("<f8").tobytes()).hexdigest()
    cases.append({"name": f"sample {path.parent.name}/{path.name}", "shape": list(a.shape), "type": a.dtype.str[1:], "sha256": digest})

zip64 = zipfile.ZipInfo("x.npy")
zip64.CRC, zip64.file_size, zip64.compress_size, zip64.header_offset, zip64.external_attr = 0x12345678, 5 << 30, 5 << 30, 7 << 30, 0o600 << 16
local = zip64.FileHeader(True)


class Tail(io.BytesIO):
    """The end of a file of 12 GB, without what is before it."""

    def tell(self):
        return 12 << 30 | super().tell()

    def seek(self, *_):
        return 0


tail = Tail()
archive = zipfile.ZipFile(tail, "w")
archive.filelist.append(zip64)
archive.start_dir = 12 << 30
archive._write_end_record()
archive.fp = None
add("zip64", local + tail.getvalue(), local=len(local))

json.dump(cases, sys.stdout, indent=0, ensure_ascii=True)
