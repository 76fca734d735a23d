package qdpx

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"steady/voice"
)

// The namespaces that are written.
const (
	projectSpace  = "urn:QDA-XML:project:1.0"
	codebookSpace = "urn:QDA-XML:codebook:1.0"
	xmlSpace      = "http://www.w3.org/XML/1998/namespace"
	schemaSpace   = "http://www.w3.org/2001/XMLSchema-instance"
)

// printXML writes a document: UTF-8, LF, no mark, the same bytes for the same
// tree. Elements with text inside are written without white space of our own.
func printXML(root *voice.Element, space string) []byte {
	p := printer{}
	p.b.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	p.element(root, "", space, 0)
	p.b.WriteByte('\n')
	return []byte(p.b.String())
}

type printer struct{ b strings.Builder }

// element writes e, where outer is the default namespace around it and home
// that of the standard.
func (p *printer) element(e *voice.Element, outer, home string, depth int) {
	space := e.Space
	if space == "" {
		space = home
	}
	p.b.WriteByte('<')
	p.b.WriteString(e.Name)
	if space != outer {
		p.attribute("xmlns", space)
	}
	prefixes := 0
	for _, a := range e.Attrs {
		switch a.Space {
		case "":
			p.attribute(a.Name, a.Value)
		case xmlSpace, "xml":
			p.attribute("xml:"+a.Name, a.Value)
		default:
			prefixes++
			prefix := "a" + strconv.Itoa(prefixes)
			p.attribute("xmlns:"+prefix, a.Space)
			p.attribute(prefix+":"+a.Name, a.Value)
		}
	}
	if len(e.Kids) == 0 {
		p.b.WriteString("/>")
		return
	}
	p.b.WriteByte('>')
	mixed := slices.ContainsFunc(e.Kids, func(k voice.Element) bool { return k.Name == "" })
	for i := range e.Kids {
		k := &e.Kids[i]
		if k.Name == "" {
			escape(&p.b, k.Text, false)
			continue
		}
		if !mixed {
			p.indent(depth + 1)
		}
		p.element(k, space, home, depth+1)
	}
	if !mixed {
		p.indent(depth)
	}
	p.b.WriteString("</" + e.Name + ">")
}

func (p *printer) indent(depth int) {
	p.b.WriteByte('\n')
	for range depth {
		p.b.WriteByte(' ')
	}
}

func (p *printer) attribute(name, value string) {
	p.b.WriteByte(' ')
	p.b.WriteString(name)
	p.b.WriteString(`="`)
	escape(&p.b, value, true)
	p.b.WriteByte('"')
}

// escape writes text so that a reader gets it back exactly; characters that XML
// cannot hold are left out.
func escape(b *strings.Builder, s string, attribute bool) {
	for _, c := range s {
		switch {
		case c == '&':
			b.WriteString("&amp;")
		case c == '<':
			b.WriteString("&lt;")
		case c == '>':
			b.WriteString("&gt;")
		case c == '\r' || attribute && (c == '\n' || c == '\t'):
			b.WriteString("&#" + strconv.Itoa(int(c)) + ";")
		case attribute && c == '"':
			b.WriteString("&quot;")
		case allowed(c):
			b.WriteRune(c)
		}
	}
}

// allowed reports whether XML 1.0 can hold the character.
func allowed(c rune) bool {
	return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD ||
		c >= 0x10000 && c <= utf8.MaxRune
}
