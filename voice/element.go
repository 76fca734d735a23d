package voice

// Attr is one attribute of an Element. Space is empty for the names of the
// exchange standard.
type Attr struct {
	Space string `json:"space,omitempty"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Element is a piece of another program's project, kept as it came so that it
// can be written back (V-08). An Element without a name is text.
type Element struct {
	Space string    `json:"space,omitempty"`
	Name  string    `json:"name,omitempty"`
	Attrs []Attr    `json:"attrs,omitempty"`
	Kids  []Element `json:"kids,omitempty"`
	Text  string    `json:"text,omitempty"`
}

// Get returns the value of an attribute of the standard, or "".
func (e *Element) Get(name string) string {
	for _, a := range e.Attrs {
		if a.Space == "" && a.Name == name {
			return a.Value
		}
	}
	return ""
}

// Is reports whether it is an element of the standard of that name.
func (e *Element) Is(name string) bool { return e.Space == "" && e.Name == name }

// Content is the text directly inside the element.
func (e *Element) Content() (s string) {
	for _, k := range e.Kids {
		if k.Name == "" {
			s += k.Text
		}
	}
	return s
}

// Walk calls yield for the element and everything inside it.
func (e *Element) Walk(yield func(*Element)) {
	yield(e)
	for i := range e.Kids {
		e.Kids[i].Walk(yield)
	}
}
