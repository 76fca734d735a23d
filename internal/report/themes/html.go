package themes

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"

	"steady/voice/study"
)

//go:embed report.html
var page string

var sheet = template.Must(template.New("report").Funcs(template.FuncMap{
	"reach": Reach, "status": Status, "answer": Answer, "page": Page, "definition": Definition,
	"upper": func(l study.Checklist) string { return strings.ToUpper(string(l)) },
	"level": func(depth int) int { return min(2+depth, 4) },
	"none":  func() string { return noQuote },
}).Parse(page))

// HTML writes the report as one page that needs nothing beside itself.
func HTML(r *study.Report) ([]byte, error) {
	var b bytes.Buffer
	err := sheet.Execute(&b, map[string]any{"Report": r, "Lists": checklists, "CodeHead": codeHead, "ItemHead": itemHead})
	return b.Bytes(), err
}
