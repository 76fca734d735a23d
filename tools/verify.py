#!/usr/bin/env python3
"""Verify an exported controlled-drug register: python3 verify.py FILE [--since OLDFILE]

The second verifier: it shares no code with "steady verify", needs only Python's standard library, and is written from
docs/reference/export-format.md and journal-format.md, to be read in one sitting. It exits 0 when the file is proved, 1
when it is refused (saying why), 2 when it cannot be read. --since shows that it continues an export kept from earlier.
The key is the one in the file: compare the key it prints with one that you received from the service by another way.
"""
import argparse, base64, datetime, hashlib, itertools, json, re, sys
MAX_AMOUNT, NUMBER = 10**15, r"(0|[1-9][0-9]{0,11})"
PREMISES, WHO = r"[a-z0-9][a-z0-9-]{0,63}", r"(?:-|[A-Za-z0-9_][A-Za-z0-9_-]{0,63})"
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d\.\d{6}Z"
ENTRY = re.compile(
    rf"steady/1 ({PREMISES})/(clinical|register) {NUMBER}\n[a-z0-9_]{{1,64}} [A-Za-z0-9_-]{{1,64}}\n"
    rf"happened ({INSTANT}) recorded ({INSTANT})\nby {WHO} witness {WHO}\n(.*)\n", re.ASCII)
LEAF = re.compile(rb"((?:.*\n){5}|(?s:.+?\n))leaf ([A-Za-z0-9+/]{43}=)\n")  # five lines, or what stands in their place
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(:?)')
SUMS = ("ampoules", "mass_ug")
FIELDS = (*SUMS, "balance_ampoules", "balance_mass_ug")
Refused = ValueError  # the file is not what was signed; Python raises it too for what it cannot decode

def need(truth, why):
    if not truth:
        raise Refused(why)

# Ed25519, verification only (RFC 8032, section 5.1.7), with points in extended coordinates.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def add(a, b):
    x, y, t, z = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0]), 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = y - x, z - t, z + t, y + x
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, point):
    total = (0, 1, 1, 0)
    for bit in bin(n)[2:]:
        total = add(add(total, total), point) if bit == "1" else add(total, total)
    return total

def point_of(b):
    """The point that 32 bytes spell, or None."""
    y = int.from_bytes(b, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if (x * x - x2) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    x = x if x & 1 == sign else P - x
    return None if y >= P or (x * x - x2) % P or x == P else (x, y, 1, x * y % P)
BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(public, message, signature):
    """Whether the 64 bytes are the key's signature of the message."""
    a, r, s = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))

def b64(text):
    """Decode base64 that has one spelling only."""
    raw = base64.b64decode(text, validate=True)
    need(base64.b64encode(raw).decode() == text, "not base64 in its one spelling")
    return raw

def check_instant(text):
    need(re.fullmatch(INSTANT, text, re.ASCII) and text > "1970-01-01T00:00:00.000000Z", "not an instant")
    datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")

class Key:
    def __init__(self, text, premises):
        self.text, self.name = text, "steady/" + premises
        name, check, key = (text.split("+", 2) + ["", ""])[:3]
        raw = b64(key)
        self.public, self.hash = raw[1:], hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        need((name, len(raw), raw[:1], check) == (self.name, 33, b"\1", self.hash.hex()),
             "not an Ed25519 verifier key of this premises")
    def check(self, text, lines):
        """Check the signature lines of a note; return the names of other signers."""
        mine, others = 0, []
        for line in lines:
            m = re.fullmatch(r"— ([^\s+]+) (\S{7,})", line)
            need(m and lines.count(line) == 1, "a signature line is malformed or given twice")
            raw = b64(m[2])
            ours = (m[1], raw[:4]) == (self.name, self.hash)
            need(not ours or signed(self.public, text.encode(), raw[4:]), f"the signature by {self.name} is wrong")
            mine, others = mine + ours, others + [m[1]] * (not ours)
        need(mine == 1, f"not signed by {self.name}")
        return others

class Lines:
    def __init__(self, data):
        self.data, self.at, self.number = data, 0, 0
    def next(self):
        begin, self.at, self.number = self.at, self.data.find(b"\n", self.at) + 1, self.number + 1
        need(self.at, "the file is cut short")
        return self.data[begin : self.at - 1].decode("utf-8")
    def after(self, word, pattern=r"\S.*"):
        line = self.next()
        need(re.fullmatch(f"{word} {pattern}", line, re.ASCII), f"it should be {word} and its value")
        return line[len(word) + 1 :]
    def note(self):
        """A signed note: its text and its signature lines. Ends with an empty line or the file."""
        text, sigs = "".join(line + "\n" for line in iter(self.next, "")), []
        while self.at < len(self.data) and (line := self.next()) != "":
            sigs.append(line)
        need(text and sigs, "not a signed note")
        return text, sigs

def read_checkpoints(lines, premises, key, count):
    heads, others = [], set()
    for _ in range(count):
        text, sigs = lines.note()
        others.update(key.check(text, sigs))
        m = re.fullmatch(rf"steady/{premises}/register\n{NUMBER}\n(\S{{44}})\nat (\S+)\n", text, re.ASCII)
        need(m and (not heads or int(m[1]) > heads[-1][0]),
             f"not a checkpoint of this log and of more entries than the one before: {text.splitlines()[0]}")
        check_instant(m[3])
        heads.append((int(m[1]), b64(m[2]), m[3]))
    return heads, others

def read_texts(lines, count):
    texts = {}
    for _ in range(count):
        m = re.fullmatch(r'text ([!#-\[\]-~]{1,64}) (\S{44}) (?:erased|(\S+) (".*"))', lines.next())
        need(m and m[1] not in texts, "text: malformed or given twice")
        texts[m[1]] = m[2]
        if m[3]:
            salt, text = b64(m[3]), json.loads(m[4])
            spelt = json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
            total = hashlib.sha256(b"steady/text/1\n" + len(salt).to_bytes(8, "big") + salt + text.encode()).digest()
            need(total == b64(m[2]) and spelt == m[4] and len(salt) <= 64 and len(text.encode()) <= 1 << 17,
                 f"text {m[1]}: not the text that was recorded")
    need(not count or lines.next() == "", "an empty line should end the texts")
    return texts

class Tree:
    """The roots of the first n leaves, for growing n (RFC 6962, section 2.1)."""
    def __init__(self):
        self.leaves, self.edge = [], []  # edge: complete subtrees from the left: (leaves, hash)
    def add(self, leaf):
        node = (1, leaf)
        self.leaves.append(leaf)
        while self.edge and self.edge[-1][0] == node[0]:
            node = (node[0] * 2, hashlib.sha256(b"\x01" + self.edge.pop()[1] + node[1]).digest())
        self.edge.append(node)
    def root(self):
        root = self.edge[-1][1] if self.edge else hashlib.sha256(b"").digest()
        for _, left in reversed(self.edge[:-1]):
            root = hashlib.sha256(b"\x01" + left + root).digest()
        return root

def read_body(body):
    """A body in the journal's spelling: its fields as Python's values, and its references to texts."""
    bare, objects = STRING.sub("", body), []  # objects: each one's members as pairs, the outermost last
    depth = max(itertools.accumulate((c in "[{") - (c in "]}") for c in bare), default=0)
    need(depth <= 32 and len(body.encode()) <= 1 << 20 and body[:1] == "{" and not re.search(r"\s|NaN|Infinity", bare)
         and not any(m[2] and "\\" in m[1] for m in STRING.finditer(body)), "not the journal's spelling of an object")
    fields = json.loads(body, object_pairs_hook=lambda pairs: objects.append(pairs) or dict(pairs),
                        parse_int=lambda digits: int(digits) if len(digits) < 20 else digits)
    need(all([n for n, _ in objects[-1]].count(f) < 2 for f in ("page", *FIELDS)), "a field of its body is given twice")
    need("page" not in fields or f'"page":"{fields["page"]}"' in body, "page is not a name without escapes")
    two = [[v for _, v in pairs] for pairs in objects if [n for n, _ in pairs] == ["ref", "digest"]]
    return fields, [refer for refer in two if all(type(v) is str for v in refer)]

class Register:
    """What entries must be besides signed: numbered, in order, summing, referring."""
    def __init__(self, premises, texts):
        self.premises, self.texts, self.used = premises, texts, set()
        self.size, self.recorded, self.pages = 0, "", {}
    def take(self, raw):
        """Take the next entry's bytes; return what is wrong with it, or None."""
        self.size += 1
        try:
            m = ENTRY.fullmatch(raw.decode("utf-8"))
            need(m, "not its five lines")
            body, references = [check_instant(m[4]), check_instant(m[5]), read_body(m[6])][2]
        except ValueError as e:
            return f"it is not an entry ({e})"
        if (m[1], m[2], int(m[3])) != (self.premises, "register", self.size - 1) or m[5] < self.recorded:
            return f"it is entry {m[3]} of {m[1]}/{m[2]}, recorded {m[5]}: out of its place"
        self.recorded = m[5]
        for ref, digest in references:
            if self.texts.get(ref) != digest or f'{{"ref":"{ref}","digest":"{digest}"}}' not in m[6]:
                return f"it refers to text {ref}, which the file does not have by this digest"
            self.used.add(ref)
        return self.sum(body)
    def sum(self, body):
        for f in FIELDS:
            if type(body.get(f, 0)) is not int or abs(body.get(f, 0)) > MAX_AMOUNT:
                return f"{f} is not a whole number that a register can hold"
        if not isinstance(body.get("page"), str) or not body["page"]:
            return "it states a balance of no page" if "page" in body or any(f in body for f in FIELDS[2:]) else None
        page = self.pages.setdefault(body["page"], dict.fromkeys(SUMS, 0))
        for f in SUMS:
            page[f] += body.get(f, 0)
            says = body.get("balance_" + f, page[f])
            if says != page[f] or abs(says) > MAX_AMOUNT or "balance_" + f in body and says < 0:
                return f"balance_{f} says {says}, the page's entries sum to {page[f]}" + ", below zero" * (says < 0)

def check_entries(data, at, signed_heads, register):
    """Hold the entries to the signed heads, name the first bad one; return where they end and their leaf hashes."""
    heads, newest, good = list(signed_heads), signed_heads[-1:], 0
    listed_tree, real_tree, faults = Tree(), Tree(), {}  # faults: the first of each kind
    def refuse(number, why):
        raise Refused(f"entry {number}: {why}; this contradicts the signed head of {(heads or newest)[0][0]} entries")
    while True:
        number = len(listed_tree.leaves)
        if heads and number == heads[0][0]:
            root, content, changed = heads[0][1], faults.get("content"), faults.get("bytes")
            if changed and real_tree.root() == root:
                refuse(changed[0], "the leaf hash written beside it was changed")
            need(listed_tree.root() != root or not content or changed and changed[0] <= content[0],
                 content and f"entry {content[0]}: {content[1]}; it stands as it was signed")
            if faults:
                refuse(*min(faults.values()))
            if listed_tree.root() != root:
                refuse(good, f"it, or one after it up to {number - 1}, was changed together with its leaf hash")
            good = heads.pop(0)[0]
        if data[at : at + 1] in (b"\n", b""):
            break
        if number == newest[0][0]:
            refuse(number, "no signed head covers it")
        m = LEAF.match(data, at)
        raw = m[1] if m else data[at:]
        leaf, why = hashlib.sha256(b"\x00" + raw).digest(), register.take(raw)
        if why:
            faults.setdefault("content", (number, why))
        if not m or m[2] != base64.b64encode(leaf):
            faults.setdefault("bytes", (number, "another leaf hash is written beside it" + (why and "; " + why or "")))
        if not m or base64.b64encode(base64.b64decode(m[2])) != m[2]:
            refuse(*min(faults.values()))
        listed_tree.add(base64.b64decode(m[2]))
        real_tree.add(leaf)
        at = m.end()
    if number < newest[0][0]:
        refuse(*min([*faults.values(), (number, "it is missing")]))
    return at + 1, listed_tree.leaves

def verify(data):
    """Prove the bytes of an export and return what to print, its key and its leaf hashes; raise Refused."""
    lines = Lines(data)
    try:
        need(lines.next() == "steady-export/1", "not a register export of version 1 (or its line ends were changed)")
        premises, _ = lines.after("premises", PREMISES), lines.after("log", "register")
        key, holder = Key(lines.after("key"), premises), lines.after("holder", r"\S(.*\S)?")
        check_instant(lines.after("made"))
        checkpoints, texts, entries = (int(lines.after(w, NUMBER)) for w in ("checkpoints", "texts", "entries"))
        need(checkpoints and lines.next() == "", "an empty line should end the head, and a checkpoint follow")
        heads, others = read_checkpoints(lines, premises, key, checkpoints)
        register = Register(premises, read_texts(lines, texts))
    except ValueError as e:
        raise Refused(f"line {lines.number}: {e}") from None
    before = data[: lines.at]
    lines.at, leaves = check_entries(data, lines.at, heads, register)
    need(entries == len(leaves), f"line 9: it says {entries} entries, and the newest signed head is of {len(leaves)}")
    text, sigs = lines.note()
    need(lines.at == len(data) and data.endswith((sigs[-1] + "\n").encode()) and len(sigs) == 1,
         "the manifest has one signature, and nothing stands after it")
    key.check(text, sigs)
    more = re.sub(r"\S+/export\nhead (\d+) (?s:.*)", r"\1", text)
    need(not more.isdigit() or int(more) <= entries, f"entry {entries}: missing: the manifest is signed for {more}")
    need(text == f"steady/{premises}/register/export\nhead {entries} {base64.b64encode(heads[-1][1]).decode()}\n"
         f"before {len(before)} {base64.b64encode(hashlib.sha256(before).digest()).decode()}\n",
         "the lines before the entries were changed: the manifest at the end signs others")
    unused = set(register.texts) - register.used
    need(not unused, f"text {min(unused, default='')} is shown, but no entry refers to it")
    return "\n".join([
        f"VERIFIED: the register of premises {premises}, {entries} entries, head of {heads[-1][2]}",
        f"key: {key.text}\n     the file says it is of: {holder}\n     it was not compared with a key that you hold",
        *(f"also signed, not verified: {name}" for name in sorted(others)),
        *(f"page: {p}: {s[SUMS[0]]} ampoules, {s[SUMS[1]]} micrograms" for p, s in sorted(register.pages.items())),
    ]), key.text, leaves

def compare(old, new):
    """Show that an export begins with the entries of an older one. Both are what verify returned."""
    need(old[1] == new[1], f"the older export was signed by another key, {old[1]}")
    size, head = len(old[2]), f"this contradicts the signed head of {len(old[2])} entries of the older export"
    for n, (before, now) in enumerate(zip(old[2], new[2])):
        need(before == now, f"entry {n}: split view: the older export has another entry here, both are signed; {head}")
    need(len(new[2]) >= size, f"entry {len(new[2])}: rolled back: this export has {len(new[2])} entries; {head}")

if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    parser, proved = argparse.ArgumentParser(description="Verify an exported controlled-drug register."), []
    parser.add_argument("file")
    parser.add_argument("--since", help="an export kept from earlier, which FILE must continue")
    args = parser.parse_args()
    for name in filter(None, (args.since, args.file)):
        try:
            with open(name, "rb") as f:
                proved.append(verify(f.read()))
            compare(proved[0], proved[-1])
        except OSError as e:
            parser.error(e)
        except Refused as e:
            sys.exit(f"verify.py: REFUSED {name}: {e}")
    print(proved[-1][0], *[f"since: it continues {args.since}"] * bool(args.since), sep="\n")
