package parcel

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"steady/voice"
)

// Bounds of a document.
const (
	maxDepth    = 200
	maxElements = 5_000_000
)

// Parse reads an XML document into a tree. Elements and attributes in the
// namespace of the root, or in none, count as those of the standard. White
// space between elements is dropped where no text stands beside it, unless
// spaces says that it means something.
func Parse(b []byte, spaces bool) (*voice.Element, error) {
	p := parser{spaces: spaces, d: xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))))}
	p.d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, voice.Refuse("the XML is written in %s: save it as UTF-8", charset)
	}
	for {
		tok, err := p.d.Token()
		if err == io.EOF {
			return nil, errors.New("the file holds no XML element")
		}
		if err != nil {
			return nil, p.wrap(err)
		}
		switch t := tok.(type) {
		case xml.Directive:
			return nil, refuseDirective()
		case xml.StartElement:
			p.home = t.Name.Space
			root, err := p.element(t, 1)
			if err != nil {
				return nil, err
			}
			return root, p.nothingAfter()
		}
	}
}

func refuseDirective() error {
	return voice.Refuse("the XML has a DOCTYPE, which can make a small file swell or read other files: it is refused")
}

type parser struct {
	d      *xml.Decoder
	home   string // the root's namespace
	count  int
	spaces bool
}

func (p *parser) wrap(err error) error {
	if no := (*voice.RefusedError)(nil); errors.As(err, &no) {
		return no
	}
	line, column := p.d.InputPos()
	return fmt.Errorf("the XML cannot be read, line %d, column %d: %w", line, column, err)
}

func (p *parser) nothingAfter() error {
	for {
		tok, err := p.d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return p.wrap(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			return p.wrap(fmt.Errorf("a second root element %s", t.Name.Local))
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return p.wrap(errors.New("text after the root element"))
			}
		case xml.Directive:
			return refuseDirective()
		}
	}
}

// element reads what follows a start tag up to its end tag.
func (p *parser) element(start xml.StartElement, depth int) (*voice.Element, error) {
	p.count++
	if depth > maxDepth || p.count > maxElements {
		return nil, voice.Refuse("the XML is nested more than %d deep or has more than %d elements", maxDepth, maxElements)
	}
	if !isXMLName(start.Name.Local) {
		return nil, p.wrap(fmt.Errorf("%q is not a name", start.Name.Local))
	}
	e := &voice.Element{Space: p.space(start.Name), Name: start.Name.Local}
	if err := p.attributes(e, start.Attr); err != nil {
		return nil, err
	}
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			e.Kids = append(e.Kids, voice.Element{Text: text.String()})
			text.Reset()
		}
	}
	for {
		tok, err := p.d.Token()
		if err != nil {
			return nil, p.wrap(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			flush()
			kid, err := p.element(t, depth+1)
			if err != nil {
				return nil, err
			}
			e.Kids = append(e.Kids, *kid)
		case xml.CharData:
			text.Write(t)
		case xml.Directive:
			return nil, refuseDirective()
		case xml.EndElement:
			flush()
			if !p.spaces {
				dropIndent(e)
			}
			return e, nil
		}
	}
}

func (p *parser) space(n xml.Name) string {
	if n.Space == p.home {
		return ""
	}
	return n.Space
}

func (p *parser) attributes(e *voice.Element, attrs []xml.Attr) error {
	for _, a := range attrs {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			continue
		}
		if !isXMLName(a.Name.Local) {
			return p.wrap(fmt.Errorf("%q is not a name", a.Name.Local))
		}
		at := voice.Attr{Space: a.Name.Space, Name: a.Name.Local, Value: a.Value}
		if at.Space == p.home {
			at.Space = ""
		}
		for _, b := range e.Attrs {
			if b.Space == at.Space && b.Name == at.Name {
				return p.wrap(fmt.Errorf("the attribute %s stands twice in %s", at.Name, e.Name))
			}
		}
		e.Attrs = append(e.Attrs, at)
	}
	return nil
}

// isXMLName holds the part of a name after its prefix to the rule that the
// decoder applies to whole names only.
func isXMLName(s string) bool {
	for i, c := range s {
		if c != '_' && !unicode.IsLetter(c) && (i == 0 || c != '-' && c != '.' && !unicode.IsDigit(c)) {
			return false
		}
	}
	return s != ""
}

// dropIndent removes white space between elements; text alone is kept exactly.
func dropIndent(e *voice.Element) {
	elements := false
	for _, k := range e.Kids {
		elements = elements || k.Name != ""
		if k.Name == "" && strings.TrimSpace(k.Text) != "" {
			return // mixed with text: white space means something
		}
	}
	if !elements {
		return
	}
	kept := e.Kids[:0]
	for _, k := range e.Kids {
		if k.Name != "" {
			kept = append(kept, k)
		}
	}
	e.Kids = kept
}
