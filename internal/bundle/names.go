package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"steady/internal/report"
	"steady/moment"
)

const namesFormat = "steady-names/1"

// Names are the content of names.json: who is behind the opaque ids of the
// entries, and in which zone the service is. They come from the cabinet, from
// which people can be erased, so they stand outside the register's proof.
type Names struct {
	Format  string `json:"format"`  // set by Write
	Made    string `json:"made"`    // instant at which the names were taken
	Zone    string `json:"zone"`    // IANA name
	Service string `json:"service"` // name of the premises, as printed
	report.Who

	made moment.Instant
	zone moment.Zone
}

// bytes is their one spelling: two spaces, sorted ids, a line end.
func (n Names) bytes() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(n)
	return b.Bytes(), err
}

// parseNames reads names.json and refuses every other spelling of it.
func parseNames(raw []byte) (n Names, err error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&n); err != nil {
		return n, err
	}
	if n.Format != namesFormat {
		return n, fmt.Errorf("its format is %.40q, and this build reads %s", n.Format, namesFormat)
	}
	if n.made, err = moment.ParseExact(n.Made); err != nil {
		return n, fmt.Errorf("made: %w", err)
	}
	if n.zone, err = moment.LoadZone(n.Zone); err != nil {
		return n, fmt.Errorf("zone: %w", err)
	}
	if n.Staff == nil || n.People == nil {
		return n, errors.New("staff or people are missing")
	}
	for id, name := range n.Staff {
		if id == "" || name == "" {
			return n, fmt.Errorf("staff %.40q: id or name is empty", id)
		}
	}
	for id, p := range n.People {
		if id == "" || p.Name == "" {
			return n, fmt.Errorf("person %.40q: id or name is empty", id)
		}
	}
	again, err := n.bytes()
	if err == nil && !bytes.Equal(again, raw) {
		err = errors.New("it is not in its one spelling: a key is there twice, out of order or spelled otherwise, " +
			"or something follows it")
	}
	return n, err
}

// whoAsked looks names up and remembers whom it was asked about.
type whoAsked struct{ all, names Names }

func asking(n Names) whoAsked {
	w := whoAsked{n, n}
	w.names.Who = report.Who{Staff: map[string]string{}, People: map[string]report.Person{}}
	return w
}

// staff is the name of a member of staff, or "" where it was erased.
func (w whoAsked) staff(id string) string {
	name := w.all.Staff[id]
	if name != "" {
		w.names.Staff[id] = name
	}
	return name
}

// person is name and address of a person; both are "" where they were erased.
func (w whoAsked) person(id string) (name, address string) {
	p, there := w.all.People[id]
	if there {
		w.names.People[id] = p
	}
	return p.Name, p.Address
}
