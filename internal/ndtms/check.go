package ndtms

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"steady/moment"
	"steady/recovery"
)

func occasionsTOP(start, until moment.Day) (out []moment.Day) {
	for _, o := range recovery.Occasions(start, until) {
		if o.TOP {
			out = append(out, o.Day)
		}
	}
	return out
}

// checker looks at the lines of one episode.
type checker struct {
	rel   *Release
	lines []map[string]string
	today moment.Day
	out   []Finding
}

// Check looks at the lines of one episode by the rules that are confirmed
// (R-DAT-07) and by those that follow from what the entities are (R-DAT-08). It
// reads the values as they will be sent, and knows nothing of how they came
// about.
func Check(rel *Release, lines []map[string]string, today moment.Day) []Finding {
	c := &checker{rel: rel, lines: lines, today: today}
	for _, f := range rel.Fields {
		c.field(f)
	}
	c.ages()
	c.order()
	c.pairs()
	c.within()
	return c.out
}

func (c *checker) find(code, rule string, s Severity, text string, fields ...string) {
	c.out = append(c.out, Finding{Code: code, Rule: rule, Severity: s, Fields: fields, Text: text})
}

// get is the value of a field in the first line that has one.
func (c *checker) get(name string) string {
	for _, l := range c.lines {
		if l[name] != "" {
			return l[name]
		}
	}
	return ""
}

func (c *checker) dayOf(name string) (moment.Day, bool) { return c.rel.day(c.get(name)) }

var (
	isLetter = regexp.MustCompile(`^[A-Z]$`)
	isNation = regexp.MustCompile(`^[A-Z]{3}$`)
)

func (c *checker) field(f Field) {
	if f.Required && c.get(f.Name) == "" {
		c.find("missing-"+strings.ToLower(f.Name), "R-DAT-07", Reject, "It is missing: "+f.About+".", f.Name)
	}
	for _, l := range c.lines {
		v := l[f.Name]
		if v == "" {
			continue
		}
		if why := c.wrong(f, v); why != "" {
			c.find("value-"+strings.ToLower(f.Name), "R-DAT-08", Reject, f.About+": "+why, f.Name)
			return
		}
	}
}

// wrong says what is wrong with a value, or "".
func (c *checker) wrong(f Field, v string) string {
	number := func(most int) string {
		if n, err := strconv.Atoi(v); err != nil || n < 0 || n > most {
			return fmt.Sprintf("it is a whole number from 0 to %d.", most)
		}
		return ""
	}
	switch f.Kind {
	case "date":
		d, ok := c.rel.day(v)
		switch {
		case !ok:
			return "it is not a day written as " + c.rel.Date + "."
		case d > c.today:
			return "it lies ahead."
		}
	case "days":
		return number(28)
	case "rating":
		return number(20)
	case "age":
		return number(130)
	case "yesno":
		if v != "Y" && v != "N" {
			return "it is Y or N."
		}
	case "letter":
		if !isLetter.MatchString(v) {
			return "it is one capital letter from A to Z."
		}
	case "nation":
		if !isNation.MatchString(v) {
			return "it is three capital letters."
		}
	}
	if f.Codes != "" {
		for _, code := range c.rel.Codes[f.Codes].Values {
			if code == v {
				return ""
			}
		}
		return "it is no code of this release."
	}
	return ""
}

// ages: R-DAT-07, as the exporter asks of the adult set.
func (c *checker) ages() {
	born, ok := c.dayOf("DOB")
	if !ok {
		return
	}
	if y, _, _ := born.Split(); y <= 1902 {
		c.find("born-year", "R-DAT-07", Reject, "The year of birth is 1902 or before.", "DOB")
	}
	if born.AddYears(18) > c.today {
		c.find("under-18", "R-DAT-07", Reject, "They are under 18: the adult set is not for them.", "DOB")
	}
	if ref, ok := c.dayOf("REFLD"); ok && born >= ref {
		c.find("born-after-referral", "R-DAT-07", Reject, "The date of birth is not before the referral.", "DOB", "REFLD")
	}
	if n, err := strconv.Atoi(c.get("DRUG1AGE")); err == nil && born.AddYears(n) > c.today {
		c.find("first-use-age", "R-DAT-08", Reject, "The age of first use is above their age.", "DRUG1AGE", "DOB")
	}
}

// order: REFLD, TRIAGED, MODST, MODEND, DISD follow each other.
func (c *checker) order() {
	names := []string{"REFLD", "TRIAGED", "MODST", "MODEND", "DISD"}
	last, lastName := moment.Day(0), ""
	for _, n := range names {
		d, ok := c.dayOf(n)
		if !ok {
			continue
		}
		if lastName != "" && d < last {
			c.find("order-"+strings.ToLower(n), "R-DAT-08", Reject,
				fmt.Sprintf("%s is before %s: look at the days again.", n, lastName), lastName, n)
		}
		last, lastName = d, n
	}
	c.twice("DRUG1", "DRUG2")
	c.twice("DRUG1", "DRUG3")
	c.twice("DRUG2", "DRUG3")
}

func (c *checker) twice(a, b string) {
	if v := c.get(a); v != "" && v == c.get(b) {
		c.find("drug-twice-"+strings.ToLower(b), "R-DAT-08", Reject, "The same substance stands twice.", a, b)
	}
}

// pairs: what stands only with something else.
func (c *checker) pairs() {
	for _, l := range c.lines {
		if l["MODEXIT"] != "" && l["MODEND"] == "" {
			c.find("exit-without-end", "R-DAT-08", Reject,
				"How the intervention ended is told, and not when.", "MODEXIT", "MODEND")
		}
		if l["DISRSN"] != "" && l["DISD"] == "" {
			c.find("reason-without-end", "R-DAT-08", Reject, "Why it ended is told, and not when.", "DISRSN", "DISD")
		}
		if l["DISD"] != "" && l["MODST"] != "" && l["MODEND"] == "" {
			c.find("open-at-end", "R-DAT-08", Reject,
				"Treatment has ended and the intervention is still open.", "MODEND", "DISD")
		}
		if l["PREGNANT"] == "Y" && l["SEX"] == "M" {
			c.find("pregnant", "R-DAT-08", Warn, "Look at pregnancy and sex again.", "PREGNANT", "SEX")
		}
	}
}

// within: answers lie in the episode, and ids stand once.
func (c *checker) within() {
	ref, hasRef := c.dayOf("REFLD")
	end, hasEnd := c.dayOf("DISD")
	seen := map[string]bool{}
	for _, l := range c.lines {
		if d, ok := c.rel.day(l["TOPDATE"]); ok && (hasRef && d < ref || hasEnd && d > end) {
			c.find("top-outside", "R-DAT-08", Reject, "Answers lie outside the days of the episode.", "TOPDATE")
		}
		for _, id := range []string{"TOPID", "MODID"} {
			if v := l[id]; v != "" {
				if seen[id+v] {
					c.find("id-twice", "R-DAT-08", Reject, "A reference stands twice.", id)
				}
				seen[id+v] = true
			}
		}
	}
}
