package steady

import (
	"fmt"
	"os"
	"strings"
)

// tablePage is the page made from the hazard log.
const tablePage = "docs/safety/hazard-table.md"

// checkHazardTable makes the table anew and compares it with the page.
func checkHazardTable(t *tree) []breach {
	log := t.find(hazardPage)
	if log == nil {
		return []breach{{hazardPage, "the hazard log is missing"}}
	}
	want := makeHazardTable(log.text)
	if os.Getenv("STEADY_UPDATE_DOCS") != "" {
		if err := os.WriteFile(tablePage, []byte(want), 0o644); err != nil {
			return []breach{{tablePage, err.Error()}}
		}
		return nil
	}
	if page := t.find(tablePage); page == nil || page.text != want {
		return []breach{{tablePage, "is not what the hazard log says"}}
	}
	return nil
}

// makeHazardTable is one line for each hazard, with how many tests prove its
// controls.
func makeHazardTable(log string) string {
	var b strings.Builder
	b.WriteString("# Hazard table\n\nMade from the [hazard log](hazard-log.md). The tests named there must pass in " +
		"every `make test`.\n\n| id | hazard | tests | status |\n|---|---|---|---|\n")
	parts := hazardHead.FindAllStringIndex(log, -1)
	for i, at := range parts {
		end := len(log)
		if i+1 < len(parts) {
			end = parts[i+1][0]
		}
		head, body := strings.TrimPrefix(log[at[0]:at[1]], "## "), log[at[1]:end]
		id, words, _ := strings.Cut(head, " ")
		tests, status := 0, ""
		for line := range strings.Lines(body) {
			switch {
			case strings.HasPrefix(line, "| Test |"):
				tests = len(testName.FindAllString(line, -1))
			case strings.HasPrefix(line, "| Status |"):
				status = strings.Trim(strings.TrimPrefix(line, "| Status |"), " |\n")
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %s |\n", id, words, tests, status)
	}
	return b.String()
}
