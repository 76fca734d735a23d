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

// Names fills the lookups of a ledger from the state of the premises and the
// texts of the cabinet. It keeps no hold on either.
func (l *Ledger) Names(st *clinic.State, texts map[string]string) {
	staff, who := map[string]string{}, map[string][2]string{}
	for id, m := range st.Staff {
		staff[string(id)] = texts[m.Name.Ref]
	}
	for _, id := range people(st) {
		name, address := of(st, id)
		both := [2]string{texts[name.Ref]}
		if address != nil {
			both[1] = texts[address.Ref]
		}
		who[id] = both
	}
	or := func(name, id string) string { // an id says more than nothing
		if name == "" {
			return id
		}
		return name
	}
	l.Staff = func(id string) string { return or(staff[id], id) }
	l.Person = func(id string) (string, string) { return or(who[id][0], id), who[id][1] }
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
	c := d.content(&posting{fact: fact, line: fact.RegisterLine(), under: &standing{plain: true}})
	out := join(c.says)
	if note, ok := fact.(*register.Noted); ok {
		out = w.fill("note") + ": " + d.text(note.Text)
	}
	if qty := c.fields["quantity"]; qty != "" && c.side != register.Beside {
		out += ", " + qty
	}
	return out
}
