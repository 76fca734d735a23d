#!/usr/bin/env python3
"""Verify an exported controlled-drug register: python3 verify.py FILE

The second verifier. It shares no code with "steady verify" and needs nothing
but Python's standard library; it is written from docs/reference/export-format.md
and docs/reference/journal-format.md, to be read in one sitting. It exits 0 when
the file is proved, 1 when it is refused (saying why), 2 when it cannot be read.

The key is the one in the file. Compare the key it prints with one that you
received from the service by another way.
"""

import base64
import binascii
import datetime
import hashlib
import json
import re
import sys

MAX_AMOUNT = 10**15
HASH = re.compile(r"[A-Za-z0-9+/]{43}=")
PREMISES = r"[a-z0-9][a-z0-9-]{0,63}"
STAFF = r"(?:-|[A-Za-z0-9_][A-Za-z0-9_-]{0,63})"
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
ENTRY = re.compile(
    rf"steady/1 ({PREMISES})/(clinical|register) (0|[1-9][0-9]{{0,11}})\n"
    rf"[a-z0-9_]{{1,64}} [A-Za-z0-9_-]{{1,64}}\n"
    rf"happened ({INSTANT}) recorded ({INSTANT})\n"
    rf"by {STAFF} witness {STAFF}\n"
    r"(.*)\n",
    re.ASCII,
)


class Refused(Exception):
    """The file is not what was signed."""


# --- Ed25519, verification only (RFC 8032, section 5.1.7) -------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    """The sum of two points in extended coordinates."""
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    t = 2 * a[3] * b[3] * D % P
    z = 2 * a[2] * b[2] % P
    e, f, g, h = y - x, z - t, z + t, y + x
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point = add(point, point)
        n >>= 1
    return total


def point_of(b):
    """The point that 32 bytes spell, or None."""
    y = int.from_bytes(b, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_MINUS_1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public, message, signature):
    """Whether the 64 bytes are the key's signature of the message."""
    if len(signature) != 64:
        return False
    a, r, s = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- small spellings -------------------------------------------------------


def b64(text, what):
    """Decode base64 that has one spelling only."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(f"{what}: not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Refused(f"{what}: not in its one spelling")
    return raw


def hash_of(text, what):
    if not HASH.fullmatch(text):
        raise Refused(f"{what}: not a hash")
    return b64(text, what)


def check_instant(text, what):
    try:
        datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")
    except ValueError:
        raise Refused(f"{what}: not an instant") from None
    if not re.fullmatch(INSTANT, text, re.ASCII) or text <= "1970-01-01T00:00:00.000000Z" or text[17:19] > "59":
        raise Refused(f"{what}: not an instant")


class Key:
    """The verifier key of the file."""

    def __init__(self, text, premises):
        parts = text.split("+", 2)
        if len(parts) != 3 or parts[0] != "steady/" + premises:
            raise Refused("line 4: not a key of this premises")
        self.name, self.text = parts[0], text
        raw = b64(parts[2], "line 4: key")
        want = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        if len(raw) != 33 or raw[0] != 1 or parts[1] != want.hex():
            raise Refused("line 4: not an Ed25519 verifier key")
        self.public, self.hash = raw[1:], want

    def check(self, text, lines, what):
        """Check the signature lines of a note; return names of other signers."""
        mine, others, seen = 0, [], set()
        for line in lines:
            m = re.fullmatch(r"— (\S+) (\S+)", line)
            if not m or line in seen or "+" in m[1]:
                raise Refused(f"{what}: a signature line is malformed or given twice")
            seen.add(line)
            raw = b64(m[2], what)
            if len(raw) < 5:
                raise Refused(f"{what}: a signature line is malformed")
            if m[1] == self.name and raw[:4] == self.hash:
                if not signed(self.public, text.encode(), raw[4:]):
                    raise Refused(f"{what}: the signature by {self.name} is wrong")
                mine += 1
            else:
                others.append(m[1])
        if mine != 1:
            raise Refused(f"{what}: not signed by {self.name}")
        return others


# --- the parts of the file --------------------------------------------------


class Lines:
    """The lines of a file, one after another."""

    def __init__(self, data):
        self.data, self.at, self.number = data, 0, 0

    def next(self):
        end = self.data.find(b"\n", self.at)
        if end < 0:
            raise Refused(f"line {self.number + 1}: the file is cut short")
        line, self.at = self.data[self.at : end], end + 1
        self.number += 1
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(f"line {self.number}: not UTF-8") from None

    def after(self, word):
        line = self.next()
        if not line.startswith(word + " "):
            raise Refused(f"line {self.number}: it should begin with {word}")
        return line[len(word) + 1 :]

    def count(self, word):
        text = self.after(word)
        if not re.fullmatch(r"0|[1-9][0-9]{0,11}", text, re.ASCII):
            raise Refused(f"line {self.number}: not a number of {word}")
        return int(text)

    def note(self, what):
        """A signed note: its text and its signature lines. Ends with an empty line or the file."""
        text, sigs = "", []
        while (line := self.next()) != "":
            text += line + "\n"
        while self.at < len(self.data) and (line := self.next()) != "":
            sigs.append(line)
        if not text or not sigs:
            raise Refused(f"{what}: not a signed note")
        return text, sigs


def read_head(lines):
    if lines.next() != "steady-export/1":
        raise Refused("line 1: this is not a register export of version 1")
    premises = lines.after("premises")
    if not re.fullmatch(PREMISES, premises, re.ASCII):
        raise Refused("line 2: not a premises id")
    if lines.after("log") != "register":
        raise Refused("line 3: an export is of the log register")
    key, holder = lines.after("key"), lines.after("holder")
    check_instant(lines.after("made"), "line 6")
    counts = [lines.count(w) for w in ("checkpoints", "texts", "entries")]
    if lines.next() != "":
        raise Refused("line 10: an empty line should end the head")
    if not 0 < len(holder.encode()) <= 300 or holder != holder.strip() or re.search(r"[\x00-\x1f\x7f]", holder):
        raise Refused("line 5: not the name of a holder")
    return premises, Key(key, premises), holder, counts


def read_checkpoints(lines, premises, key, count, entries):
    heads, others = [], set()
    for i in range(count):
        what = f"line {lines.number + 1}: checkpoint {i + 1}"
        text, sigs = lines.note(what)
        others.update(key.check(text, sigs, what))
        m = re.fullmatch(rf"steady/{premises}/register\n(0|[1-9][0-9]{{0,11}})\n(\S+)\nat (\S+)\n", text, re.ASCII)
        if not m:
            raise Refused(f"{what}: not a checkpoint of this register")
        check_instant(m[3], what)
        heads.append((int(m[1]), hash_of(m[2], what), m[3]))
        if i and heads[-1][0] <= heads[-2][0]:
            raise Refused(f"{what}: not of more entries than the one before it")
    if not heads or heads[-1][0] != entries:
        raise Refused("no signed head is of all entries")
    return heads, others


def read_texts(lines, count):
    texts = {}
    for _ in range(count):
        parts = lines.next().split(" ", 4)
        what = f"line {lines.number}: text"
        if len(parts) < 4 or parts[0] != "text" or not re.fullmatch(r'[!#-\[\]-~]{1,64}', parts[1]):
            raise Refused(f"{what}: malformed")
        ref, digest = parts[1], parts[2]
        hash_of(digest, what)
        if ref in texts:
            raise Refused(f"{what} {ref}: given twice")
        texts[ref] = digest
        if parts[3:] == ["erased"]:
            continue
        if len(parts) != 5:
            raise Refused(f"{what} {ref}: malformed")
        salt = b64(parts[3], what)
        try:
            text = json.loads(parts[4]).encode("utf-8")
        except (ValueError, AttributeError):
            raise Refused(f"{what} {ref}: not a JSON string") from None
        covered = b"steady/text/1\n" + len(salt).to_bytes(8, "big") + salt + text
        if base64.b64encode(hashlib.sha256(covered).digest()).decode() != digest:
            raise Refused(f"{what} {ref}: not the text that was recorded")
    if count and lines.next() != "":
        raise Refused(f"line {lines.number}: an empty line should end the texts")
    return texts


class Tree:
    """The roots of the first n leaves, for growing n (RFC 6962, section 2.1)."""

    def __init__(self):
        self.size, self.edge = 0, []  # complete subtrees from the left: (leaves, hash)

    def add(self, leaf):
        node = (1, leaf)
        while self.edge and self.edge[-1][0] == node[0]:
            left = self.edge.pop()
            node = (left[0] * 2, hashlib.sha256(b"\x01" + left[1] + node[1]).digest())
        self.edge.append(node)
        self.size += 1

    def root(self):
        if not self.edge:
            return hashlib.sha256(b"").digest()
        root = self.edge[-1][1]
        for _, left in reversed(self.edge[:-1]):
            root = hashlib.sha256(b"\x01" + left + root).digest()
        return root


STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(:?)')
FIELDS = ("page", "ampoules", "mass_ug", "balance_ampoules", "balance_mass_ug")


def read_body(body):
    """A body in the journal's spelling, as Python's values."""
    if len(body.encode()) > 1 << 20 or body[:1] != "{":
        raise ValueError("a body is one object of at most 1048576 bytes")
    if any(m[2] and "\\" in m[1] for m in STRING.finditer(body)):
        raise ValueError("a name is written with an escape")
    bare = STRING.sub("", body)
    if re.search(r"\s", bare):
        raise ValueError("white space between tokens")
    depth = 0
    for c in bare:
        depth += (c in "[{") - (c in "]}")
        if depth > 32:
            raise ValueError("nested more than 32 deep")
    return json.loads(body, object_pairs_hook=pairs_once, parse_constant=no_constant)


def no_constant(word):
    raise ValueError(f"{word} is not JSON")


def pairs_once(pairs):
    """An object; a field of the register given twice makes it None."""
    names = [n for n, _ in pairs if n in FIELDS]
    return None if len(set(names)) < len(names) else dict(pairs)


def references(value):
    """The references to texts within a body."""
    if isinstance(value, dict):
        if list(value) == ["ref", "digest"] and all(isinstance(v, str) for v in value.values()):
            yield value["ref"], value["digest"]
        value = value.values()
    elif not isinstance(value, list):
        return
    for part in value:
        yield from references(part)


class Register:
    """What entries must be besides signed: numbered, in order, summing, referring."""

    def __init__(self, premises, texts):
        self.premises, self.texts, self.used = premises, texts, set()
        self.size, self.recorded, self.pages = 0, "", {}

    def take(self, raw):
        """Take the next entry's bytes; return what is wrong with it, or None."""
        number, self.size = self.size, self.size + 1
        try:
            m = ENTRY.fullmatch(raw.decode("utf-8"))
        except UnicodeDecodeError:
            return "it is not UTF-8"
        if not m:
            return "it is not an entry"
        premises, log, seq, happened, recorded, body = m.groups()
        try:
            check_instant(happened, "happened")
            check_instant(recorded, "recorded")
            value = read_body(body)
        except (Refused, ValueError, RecursionError) as e:
            return f"it is not an entry ({e})"
        if premises != self.premises or log != "register":
            return f"it belongs to {premises}/{log}"
        if int(seq) != number:
            return f"it is numbered {seq}"
        if recorded < self.recorded:
            return "it is recorded before the entry that stands before it"
        self.recorded = recorded
        if value is None:
            return "a field of its body is given twice"
        return self.refer(value) or self.sum(value)

    def refer(self, body):
        for ref, digest in references(body):
            if self.texts.get(ref) != digest:
                return f"it refers to text {ref}, which the file does not have by this digest"
            self.used.add(ref)
        return None

    def sum(self, body):
        fields = FIELDS[1:]
        for f in fields:
            if type(body.get(f, 0)) is not int or abs(body.get(f, 0)) > MAX_AMOUNT:
                return f"{f} is not a whole number that a register can hold"
        if "page" not in body:
            return "it states a balance of no page" if any(f in body for f in fields[2:]) else None
        if not isinstance(body["page"], str) or not body["page"]:
            return "page is not a page's name"
        page = self.pages.setdefault(body["page"], {"ampoules": 0, "mass_ug": 0})
        for f in fields[:2]:
            page[f] += body.get(f, 0)
            if abs(page[f]) > MAX_AMOUNT:
                return f"{f} sums to more than a register can hold"
            balance = body.get("balance_" + f, page[f])
            if balance != page[f]:
                return f"balance_{f} says {balance}, the entries of the page sum to {page[f]}"
            if "balance_" + f in body and balance < 0:
                return f"balance_{f} is below zero"
        return None


def split_entries(data, at):
    """The entries with their listed leaf hashes, and where the manifest begins."""
    found = []
    while at < len(data) and data[at : at + 1] != b"\n":
        end = data.find(b"\nleaf ", at) + 1
        line = data[end : end + 50]
        if end == 0 or len(line) != 50 or line[49:] != b"\n":
            found.append((data[at:], None))
            return found, len(data)
        try:
            listed = hash_of(line[5:49].decode("ascii"), "leaf")
        except (Refused, UnicodeDecodeError):
            listed = None
        found.append((data[at:end], listed))
        at = end + 50
    return found, at + 1


def check_entries(found, heads, register, expected):
    """Check the entries against the signed heads; name the first bad one."""
    heads, good = list(heads), 0
    listed_tree, real_tree = Tree(), Tree()
    bad_bytes = bad_content = None  # (number, why): the first of each

    def refuse(number, why):
        size, _, at = heads[0]
        raise Refused(f"entry {number}: {why}; this contradicts the signed head of {size} entries of {at}")

    def at_head():
        nonlocal good
        if not heads or listed_tree.size != heads[0][0]:
            return
        size, root, _ = heads[0]
        faults = [f for f in (bad_bytes, bad_content) if f and f[0] < size]
        if bad_bytes and real_tree.root() == root:
            refuse(bad_bytes[0], "the leaf hash written beside it was changed")
        if listed_tree.root() == root and bad_content and (not bad_bytes or bad_content[0] < bad_bytes[0]):
            raise Refused(f"entry {bad_content[0]}: {bad_content[1]}; it stands as it was signed")
        if faults:
            refuse(*min(faults))
        if listed_tree.root() != root:
            refuse(good, f"it, or one after it up to {size - 1}, was changed together with its leaf hash")
        good = size
        heads.pop(0)

    at_head()
    for number, (raw, listed) in enumerate(found):
        if number == expected:
            raise Refused(f"entry {number}: there are more entries than the file promises")
        why = register.take(raw)
        if why and not bad_content:
            bad_content = (number, why)
        leaf = hashlib.sha256(b"\x00" + raw).digest()
        if listed != leaf and not bad_bytes:
            bad_bytes = (number, "its bytes do not have the leaf hash written beside it" + (f" ({why})" if why else ""))
        if listed is None:
            refuse(*min(f for f in (bad_bytes, bad_content) if f))
        listed_tree.add(listed)
        real_tree.add(leaf)
        at_head()
    if len(found) < expected:
        refuse(*min(f for f in (bad_bytes, bad_content, (len(found), "it is missing")) if f))


def check_manifest(lines, key, premises, head, before):
    text, sigs = lines.note("manifest")
    if lines.at != len(lines.data) or not lines.data.endswith((sigs[-1] + "\n").encode()):
        raise Refused("manifest: something stands after it")
    if len(sigs) != 1:
        raise Refused("manifest: it has one signature")
    key.check(text, sigs, "manifest")
    want = (
        f"steady/{premises}/register/export\n"
        f"head {head[0]} {base64.b64encode(head[1]).decode()}\n"
        f"before {len(before)} {base64.b64encode(hashlib.sha256(before).digest()).decode()}\n"
    )
    if text != want:
        raise Refused("the lines before the entries were changed: the manifest at the end signs others")


def verify(data):
    """Prove the bytes of an export and return what to print; raise Refused."""
    lines = Lines(data)
    premises, key, holder, (checkpoints, texts, entries) = read_head(lines)
    heads, others = read_checkpoints(lines, premises, key, checkpoints, entries)
    register = Register(premises, read_texts(lines, texts))
    before = data[: lines.at]
    found, lines.at = split_entries(data, lines.at)
    check_entries(found, heads, register, entries)
    check_manifest(lines, key, premises, heads[-1], before)
    if unused := set(register.texts) - register.used:
        raise Refused(f"text {min(unused)} is shown, but no entry refers to it")
    out = [
        f"VERIFIED: the register of premises {premises}, {entries} entries, head of {heads[-1][2]}",
        f"key: {key.text}",
        f"     the file says it is of: {holder}",
        "     it was not compared with a key that you hold",
    ]
    if others:
        out.append("other signatures, not verified: " + ", ".join(sorted(others)))
    for name, sums in sorted(register.pages.items()):
        out.append(f"page: {name}: {sums['ampoules']} ampoules, {sums['mass_ug']} micrograms")
    return "\n".join(out)


def main(args):
    if len(args) != 1:
        print("usage: python3 verify.py FILE", file=sys.stderr)
        return 2
    try:
        with open(args[0], "rb") as f:
            data = f.read()
    except OSError as e:
        print(f"verify.py: {e}", file=sys.stderr)
        return 2
    try:
        print(verify(data))
    except Refused as e:
        print(f"verify.py: REFUSED {args[0]}: {e}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
