package nhs

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

type fixture struct {
	Name    string          `json:"name"`
	Options json.RawMessage `json:"options"`
	HTML    string          `json:"html"`
}

func load(t *testing.T) map[string][]fixture {
	t.Helper()
	b, err := os.ReadFile("testdata/fixtures-10.6.1.json")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string][]fixture
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// words is an option that is either a string or an object with a text.
type words struct {
	Text    string `json:"text"`
	Heading string `json:"heading"`
	Size    string `json:"size"`
	HTML    string `json:"html"`
}

func (w *words) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &w.Text)
	}
	type plain words
	return json.Unmarshal(b, (*plain)(w))
}

func (w words) text() string {
	if w.Heading != "" {
		return w.Heading
	}
	return w.Text
}

type item struct {
	Value    string `json:"value"`
	Text     string `json:"text"`
	Hint     *words `json:"hint"`
	Divider  string `json:"divider"`
	Checked  bool   `json:"checked"`
	Selected bool   `json:"selected"`
	Disabled bool   `json:"disabled"`
	Format   string `json:"format"`
	Href     string `json:"href"`
	HTML     string `json:"html"`
	Classes  string `json:"classes"`
	Name     string `json:"name"`
}

func (i *item) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &i.Text)
	}
	type plain item
	return json.Unmarshal(b, (*plain)(i))
}

// options holds every option of the ported components; a fixture that uses
// another one is not decoded and therefore not compared.
type options struct {
	Text, HTML, Href, Variant, Colour, Classes      string
	ID, IDPrefix, Name, NamePrefix, Type, Inputmode string
	Autocomplete, Value                             string
	Disabled, Inline, Code, FirstCellIsHeader       bool
	Compact, Responsive                             bool
	Spellcheck                                      *bool
	Width                                           int
	Label, Hint, ErrorMessage, Prefix, Suffix       *words
	Heading, Description, Summary, Legend, Caption  *words
	Fieldset                                        *struct{ Legend words }
	Items, ErrorList, Head                          []item
	Values                                          json.RawMessage
	Rows                                            json.RawMessage
}

func (o options) word(w *words) string {
	if w == nil {
		return ""
	}
	return w.text()
}

func (o options) id() string { return or(o.ID, or(o.IDPrefix, o.Name)) }

func (o options) legend() (string, string) {
	if o.Fieldset == nil {
		return "", ""
	}
	return o.Fieldset.Legend.text(), o.Fieldset.Legend.Size
}

func (o options) choices() (Choices, bool) {
	legend, size := o.legend()
	v := Choices{ID: o.id(), Name: o.Name, Legend: legend, LegendSize: size, Hint: o.word(o.Hint),
		Error: o.word(o.ErrorMessage), Inline: o.Inline}
	for _, i := range o.Items {
		if i.Divider != "" || i.HTML != "" || len(o.Values) > 0 || i.Name != "" {
			return v, false
		}
		c := Choice{Value: i.Value, Label: i.Text, Chosen: i.Checked || o.Value != "" && i.Value == o.Value}
		c.Hint = o.word(i.Hint)
		c.Disabled = i.Disabled
		v.Items = append(v.Items, c)
	}
	return v, true
}

// port turns a fixture's options into the component, or says that the fixture
// shows something that is not ported.
func (o options) port(t *testing.T, component string) (templ.Component, bool) {
	for _, w := range []*words{o.Label, o.Hint, o.ErrorMessage, o.Prefix, o.Suffix, o.Heading, o.Description} {
		if w != nil && w.HTML != "" && component != "input" {
			return nil, false
		}
	}
	if o.HTML != "" {
		return nil, false
	}
	switch component {
	case "button":
		return ButtonTag(Button{Text: o.Text, Kind: o.Variant, Href: o.Href, Disabled: o.Disabled}), o.Classes == ""
	case "tag":
		return TagWord(Tag{Text: o.Text, Colour: o.Colour}), o.Classes == "" && o.Text != ""
	case "radios":
		v, ok := o.choices()
		return Radios(v), ok
	case "checkboxes":
		v, ok := o.choices()
		return Checkboxes(v), ok
	case "error-summary":
		v := ErrorSummary{Title: o.word(o.Heading), Text: o.word(o.Description)}
		for _, i := range o.ErrorList {
			v.Items = append(v.Items, ErrorItem{Text: i.Text, Href: i.Href})
		}
		return Summary(v), true
	case "date-input":
		legend, size := o.legend()
		return DateFields(DateInput{ID: o.ID, Prefix: o.NamePrefix, Legend: legend, LegendSize: size,
			Hint: o.word(o.Hint), Error: o.word(o.ErrorMessage)}), len(o.Values) == 0 && len(o.Items) == 0
	case "summary-list":
		return o.summaryList(t)
	case "tables":
		return o.table(t)
	}
	return o.portField(component)
}

func (o options) portField(component string) (templ.Component, bool) {
	label, size := o.word(o.Label), ""
	if o.Label != nil {
		size = o.Label.Size
	}
	switch component {
	case "input":
		if o.Hint != nil && o.Hint.HTML != "" || o.Prefix != nil && o.Prefix.HTML != "" ||
			o.Suffix != nil && o.Suffix.HTML != "" || o.Label.HTML != "" {
			return nil, false
		}
		return InputField(Input{ID: o.ID, Name: o.Name, Label: label, LabelSize: size, Hint: o.word(o.Hint),
			Error: o.word(o.ErrorMessage), Value: o.Value, Type: o.Type, Mode: o.Inputmode,
			Autocomplete: o.Autocomplete, Prefix: o.word(o.Prefix), Suffix: o.word(o.Suffix), Width: o.Width,
			Code: o.Code, NoSpellcheck: o.Spellcheck != nil && !*o.Spellcheck, Classes: o.Classes}), true
	case "textarea":
		return TextareaField(Textarea{ID: o.ID, Name: o.Name, Label: label, LabelSize: size,
			Hint: o.word(o.Hint), Error: o.word(o.ErrorMessage), Autocomplete: o.Autocomplete}), true
	case "select":
		v := Select{ID: o.ID, Name: o.Name, Label: label, LabelSize: size, Hint: o.word(o.Hint),
			Error: o.word(o.ErrorMessage)}
		for _, i := range o.Items {
			v.Items = append(v.Items, Choice{Value: i.Value, Label: i.Text, Disabled: i.Disabled,
				Chosen: i.Selected || o.Value != "" && i.Value == o.Value})
			if i.Divider != "" || i.Text == "" {
				return nil, false
			}
		}
		return SelectField(v), true
	case "details":
		return with(DetailsBox(o.word(o.Summary), o.Classes), o.Text), o.Text != "" && o.Summary.HTML == ""
	case "inset-text":
		return with(InsetText(), "<p>"+o.Text+"</p>"), o.Text != ""
	case "fieldset":
		return FieldsetGroup(o.Legend.text(), o.Legend.Size), o.Legend.HTML == ""
	case "warning-callout":
		if o.Heading == nil || o.Text == "" {
			return nil, false
		}
		text := `<p class="nhsuk-card__description">` + templ.EscapeString(o.Text) + `</p>`
		return with(WarningCallout(o.word(o.Heading)), text), true
	}
	return nil, false
}

func (o options) summaryList(t *testing.T) (templ.Component, bool) {
	var in []struct {
		Key, Value words
		Actions    json.RawMessage
		Border     *bool
	}
	if err := json.Unmarshal(o.Rows, &in); err != nil {
		t.Fatal(err)
	}
	var out []Row
	for _, r := range in {
		row := Row{Key: r.Key.Text, Value: r.Value.Text}
		if r.Border != nil {
			return nil, false
		}
		if r.Value.HTML != "" {
			row.Value = strings.ReplaceAll(r.Value.HTML, "<br>", " ")
			if paragraphs := paragraph.FindAllStringSubmatch(r.Value.HTML, -1); paragraphs != nil {
				row.Value = ""
				for _, p := range paragraphs {
					row.Lines = append(row.Lines, p[1])
				}
			}
		}
		var acts struct {
			Items []struct{ Href, Text, VisuallyHiddenText string }
		}
		if len(r.Actions) > 0 && json.Unmarshal(r.Actions, &acts) != nil || len(acts.Items) > 1 {
			return nil, false
		}
		for _, a := range acts.Items {
			row.Link = &Link{Text: a.Text, Href: a.Href, Hidden: a.VisuallyHiddenText}
		}
		out = append(out, row)
	}
	return SummaryList(out, ""), true
}

func (o options) table(t *testing.T) (templ.Component, bool) {
	var in [][]item
	if err := json.Unmarshal(o.Rows, &in); err != nil {
		t.Fatal(err)
	}
	v := Table{Caption: o.word(o.Caption), FirstIsHead: o.FirstCellIsHeader, Compact: o.Compact,
		Responsive: o.Responsive}
	if o.Caption != nil {
		v.CaptionSize = o.Caption.Size
	}
	for _, c := range o.Head {
		v.Head = append(v.Head, Cell{Text: c.Text, Numeric: c.Format == "numeric"})
	}
	for _, r := range in {
		var cells []Cell
		for i, c := range r {
			if c.HTML != "" || c.Classes != "" || c.Text == "" {
				return nil, false
			}
			numeric := c.Format == "numeric" || i < len(v.Head) && v.Head[i].Numeric
			cells = append(cells, Cell{Text: c.Text, Numeric: numeric})
		}
		v.Rows = append(v.Rows, cells)
	}
	return TableBox(v), true
}

// with renders a component around raw children, as fixtures give them.
func with(c templ.Component, html string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Raw(html)), w)
	})
}

var (
	tagPattern = regexp.MustCompile(`<[^>]+>`)
	attribute  = regexp.MustCompile(`/?[a-z0-9-]+(="[^"]*")?`)
	paragraph  = regexp.MustCompile(`<p>(.*?)</p>`)
	heading    = regexp.MustCompile(`</?h1[^>]*>`)
	space      = regexp.MustCompile(`\s+`)
	// Hooks of the design system's script, which the screens do not load, and
	// our own focus hook on the error summary.
	hooks = regexp.MustCompile(` (data-(module|prevent-double-click|disable-auto-focus|focus)|tabindex)="[^"]*"`)
)

// canonical makes two spellings of the same HTML equal: white space between
// tags, the order of attributes, escapes, the page heading inside a label.
func canonical(html string) string {
	html = hooks.ReplaceAllString(heading.ReplaceAllString(html, ""), "")
	html = strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&quot;", `"`, "/>", ">", "<br>", " ").Replace(html)
	html = tagPattern.ReplaceAllStringFunc(html, func(tag string) string {
		parts := attribute.FindAllString(tag, -1)
		sort.Strings(parts[1:])
		return "\n<" + strings.Join(parts, " ") + ">\n"
	})
	var lines []string
	for _, l := range strings.Split(html, "\n") {
		if l = strings.TrimSpace(space.ReplaceAllString(l, " ")); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

func TestComponentsMatchTheDesignSystem(t *testing.T) {
	least := map[string]int{"button": 6, "checkboxes": 5, "date-input": 5, "details": 1, "error-summary": 5,
		"fieldset": 1, "input": 8, "inset-text": 1, "radios": 5, "select": 4, "summary-list": 1, "tables": 4,
		"tag": 2, "textarea": 5, "warning-callout": 1}
	all := load(t)
	for component, n := range least {
		t.Run(component, func(t *testing.T) {
			compared := 0
			for _, f := range all[component] {
				var o options
				dec := json.NewDecoder(strings.NewReader(string(f.Options)))
				dec.DisallowUnknownFields()
				if strings.Contains(f.Name, "call block") || strings.Contains(string(f.Options), `"conditional"`) ||
					dec.Decode(&o) != nil {
					continue
				}
				c, ok := o.port(t, component)
				if !ok {
					continue
				}
				var b strings.Builder
				if err := c.Render(context.Background(), &b); err != nil {
					t.Fatal(err)
				}
				compared++
				if got, want := canonical(b.String()), canonical(f.HTML); got != want {
					t.Errorf("%s\ngot:\n%s\nwant:\n%s", f.Name, got, want)
				}
			}
			t.Logf("%d of %d fixtures compared", compared, len(all[component]))
			if compared < n {
				t.Errorf("only %d fixtures compared, expected at least %d", compared, n)
			}
		})
	}
}
