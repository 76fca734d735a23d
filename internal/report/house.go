package report

import (
	"slices"

	"steady/clinic"
	"steady/journal"
	"steady/person"
	"steady/register"
)

// Refs are the names and addresses of everybody whom a page may name.
func Refs(st *clinic.State) (refs []journal.TextRef) {
	for _, m := range st.Staff {
		refs = append(refs, m.Name)
	}
	for _, id := range people(st) {
		name, address := of(st, id)
		refs = append(refs, name)
		if address != nil {
			refs = append(refs, *address)
		}
	}
	return refs
}

func people(st *clinic.State) (ids []string) {
	for id := range st.Ways {
		ids = append(ids, string(id))
	}
	for id := range st.People {
		if st.Ways[id] == nil {
			ids = append(ids, string(id))
		}
	}
	slices.Sort(ids)
	return ids
}

// of is the newest name and address of a person.
func of(st *clinic.State, id string) (name journal.TextRef, address *journal.TextRef) {
	if w := st.Ways[person.UserID(id)]; w != nil {
		name, address = w.Name, w.Address
	}
	if p := st.People[person.UserID(id)]; p != nil {
		name = p.Name
		if p.Address != nil {
			address = p.Address
		}
	}
	return name, address
}

// Who are the names behind the opaque ids of entries. Whoever was erased is not
// among them.
type Who struct {
	Staff  map[string]string `json:"staff"`
	People map[string]Person `json:"people"`
}

// Person is name and address of a person supplied, as a page shows them; an
// address that was never given is "".
type Person struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Everybody gathers the names of the premises from its state and the texts of
// the cabinet. It keeps no hold on either.
func Everybody(st *clinic.State, texts map[string]string) Who {
	w := Who{Staff: map[string]string{}, People: map[string]Person{}}
	for id, m := range st.Staff {
		if name := texts[m.Name.Ref]; name != "" {
			w.Staff[string(id)] = name
		}
	}
	for _, id := range people(st) {
		name, address := of(st, id)
		p := Person{Name: texts[name.Ref]}
		if address != nil {
			p.Address = texts[address.Ref]
		}
		if p.Name != "" {
			w.People[id] = p
		}
	}
	return w
}

// Names fills the lookups of a ledger from the state of the premises and the
// texts of the cabinet. It keeps no hold on either.
func (l *Ledger) Names(st *clinic.State, texts map[string]string) {
	w := Everybody(st, texts)
	l.Staff = func(id string) string { return w.Staff[id] }
	l.Person = func(id string) (string, string) { return w.People[id].Name, w.People[id].Address }
	l.Text = func(r journal.TextRef) (string, bool) { t, kept := texts[r.Ref]; return t, kept }
}

// Texts are the references to texts that entries make, each once.
func Texts(entries []journal.Entry) ([]journal.TextRef, error) {
	f := finder{seen: map[string]bool{}}
	for _, e := range entries {
		if err := journal.ScanBody(e.Body, &f); err != nil {
			return nil, err
		}
	}
	return f.refs, nil
}

type finder struct {
	seen map[string]bool
	refs []journal.TextRef
}

// Field is not looked at.
func (f *finder) Field(_, _ []byte) {}

// TextRef takes a reference that was not seen yet.
func (f *finder) TextRef(ref, digest []byte) {
	if !f.seen[string(ref)] {
		f.seen[string(ref)] = true
		f.refs = append(f.refs, journal.TextRef{Ref: string(ref), Digest: string(digest)})
	}
}

// Say words one entry of a page in a line of English: what it is, and how much.
func Say(l Ledger, product register.Product, fact interface {
	RegisterLine() register.Line
}) string {
	w, err := speak("en")
	if err != nil {
		return ""
	}
	d := drawer{l: l, w: w, lang: w.lang, product: product}
	c := d.content(&posting{fact: fact, line: fact.RegisterLine(), under: &standing{plain: true}},
		map[string]string{})
	out := join(c.says)
	if note, ok := fact.(*register.Noted); ok {
		out = w.fill("note") + ": " + d.text(note.Text)
	}
	if qty := c.fields["quantity"]; qty != "" && c.side != register.Beside {
		out += ", " + qty
	}
	return out
}
