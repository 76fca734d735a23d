package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
	core "steady/voice/study"
)

// agreementPage compares coders on codes: the figures with what they mean, and
// the places where they differ, which can be settled (V-24, V-25).
func (s *Server) agreementPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawAgreement(w, r, st, http.StatusOK, nil, typed{})
}

// comparison is what was asked to be compared.
type comparison struct {
	coders, codes []string // bare ids
	texts         []int    // where nobody codes blind
	units         string   // sentence, passage or coded
	intervals     bool
	touching      string
}

// unitWords explain the units that may be chosen.
var unitWords = map[string]string{
	"sentence": "Each sentence is one unit. A coder gave it the code where any word of it is coded.",
	"passage":  "Each passage of the text, a turn or a part of a long one, is one unit.",
	"coded": "Only stretches that somebody coded are units, cut where anybody's passage begins or ends: text that " +
		"nobody " +
		"coded is then no agreement.",
}

// The bootstrap of the page: enough for two digits, with a seed so that the same
// page says the same.
const (
	agreeResamples = 1000
	spanResamples  = 200
	agreeSeed      = 1
)

func (s *Server) drawAgreement(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.Agreement
	var c comparison
	var passages []voice.Passage
	var units []voice.Unit
	var lengths []int
	shown := false
	var names, coderNames []string
	err := s.analysis(r, st, func(a *analyst) {
		v.Study = a.head("Agreement", "How far coders gave the same codes to the same words. The figures are a reason to "+
			"talk, not a mark.")
		if !a.x.About.Approach.Agreement() && r.FormValue("anyway") == "" {
			v.Study.Warn = "This study is reflexive: a second coder is there for reflection, and agreement is no mark of " +
				"quality. So it is not shown."
			v.Study.Parts = []page.StudyPart{{ID: "anyway", Title: "If you need the figures all the same",
				Links: []page.Link{{Text: "Show them", URL: a.at + "/agreement?anyway=yes"}}}}
			return
		}
		c = a.comparison(r)
		ask := a.agreeForm(r, c)
		v.Ask = &ask
		if a.x.Blind() {
			v.Study.Warn = "Texts that are being coded blind are left out until all of their coders are done."
		}
		if len(c.coders) < 2 || len(c.codes) == 0 || len(c.texts) == 0 {
			v.None = "Choose two coders or more. There must be a code, and a text that is not being coded blind."
			return
		}
		shown = true
		passages, lengths = a.compared(c)
		units = s.unitsOf(a, c, passages)
		names, coderNames = a.names(c.codes), a.coderNames(c.coders)
		v.Differ, v.Place = a.differences(s, c, passages, r.URL.Query(), t)
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if shown { // counted without holding the study: others go on coding meanwhile
		tables, err := figures(c, passages, units, lengths, names, coderNames)
		if err != nil {
			prob = &page.Problem{Lines: []page.ProblemLine{{Text: err.Error()}}}
		}
		v.Tables, v.Explain = tables, explained
	}
	l := s.analysisLayout(r, st, "Agreement", prob)
	l.Wide = true
	s.draw(w, r, status, page.AgreementPage(l, v))
}

// comparison reads what was asked for; what was not is usual.
func (a *analyst) comparison(r *http.Request) comparison {
	c := comparison{coders: picked(r, "coder"), codes: picked(r, "code"), units: r.FormValue("units"),
		intervals: r.FormValue("intervals") == "yes", touching: voice.TouchingKeep}
	if unitWords[c.units] == "" {
		c.units = "sentence"
	}
	if r.FormValue("touching") == voice.TouchingJoin {
		c.touching = voice.TouchingJoin
	}
	consensus := voice.BareID(a.x.Analysis.Consensus)
	used := map[string]bool{}
	for _, p := range a.passages() {
		used[p.Coder] = used[p.Coder] || p.Coder != consensus
	}
	if len(c.coders) == 0 && r.URL.Query().Get("units") == "" {
		for _, u := range a.x.Project.Users {
			if id := voice.BareID(u.ID); used[id] && len(c.coders) < 2 {
				c.coders = append(c.coders, id)
			}
		}
	}
	only := picked(r, "text")
	for _, i := range a.texts() {
		if !a.x.RoundOpen(a.sourceID(i)) && (len(only) == 0 || slices.Contains(only, a.sourceID(i))) {
			c.texts = append(c.texts, i)
		}
	}
	if len(c.codes) == 0 {
		by := map[string]bool{}
		for _, p := range a.passages() {
			by[p.Code] = by[p.Code] || slices.Contains(c.coders, p.Coder)
		}
		for i := range a.x.Project.Codes {
			if id := voice.BareID(a.x.Project.Codes[i].ID); by[id] && a.code(id) {
				c.codes = append(c.codes, id)
			}
		}
	}
	return c
}

func (a *analyst) agreeForm(r *http.Request, c comparison) page.SmallForm {
	var coders, texts []page.Choice
	for _, u := range a.x.Project.Users {
		id := voice.BareID(u.ID)
		coders = append(coders, page.Choice{Value: id, Label: a.coder(id)})
	}
	for _, i := range a.texts() {
		texts = append(texts, page.Choice{Value: a.sourceID(i), Label: a.source(i).Name})
	}
	intervals := "no"
	if c.intervals {
		intervals = "yes"
	}
	f := page.SmallForm{Title: "Who, on which codes, by which units", Button: "Compare",
		Form: page.Form{Action: a.at + "/agreement"}, Fields: []page.SmallField{
			{ID: "coder", Name: "coder", Label: "Coders", Many: true, Choices: coders, Picked: page.Picks{Values: c.coders}},
			{ID: "code", Name: "code", Label: "Codes", Hint: "None chosen: every code that one of them gave.", Many: true,
				Choices: a.codeChoices(false), Picked: page.Picks{Values: picked(r, "code")}},
			{ID: "text", Name: "text", Label: "Texts", Hint: "None chosen: all that are not being coded blind.", Many: true,
				Choices: texts, Picked: page.Picks{Values: picked(r, "text")}},
			{ID: "units", Name: "units", Label: "What is one unit?", Field: page.Field{Value: c.units}, Choices: []page.Choice{
				{Value: "sentence", Label: "A sentence", Hint: unitWords["sentence"]},
				{Value: "passage", Label: "A passage", Hint: unitWords["passage"]},
				{Value: "coded", Label: "A stretch somebody coded", Hint: unitWords["coded"]}}},
			{ID: "touching", Name: "touching", Label: "Passages of one coder that touch, for alpha U",
				Field: page.Field{Value: c.touching}, Choices: []page.Choice{{Value: voice.TouchingKeep, Label: "Kept apart"},
					{Value: voice.TouchingJoin, Label: "Joined"}}},
			{ID: "intervals", Name: "intervals", Label: "Intervals by resampling? They take a while.",
				Field: page.Field{Value: intervals}, Choices: []page.Choice{{Value: "no", Label: "No"}, {Value: "yes",
					Label: "Yes"}}}}}
	if r.FormValue("anyway") != "" {
		f.Form.Hidden = []page.Pair{{Name: "anyway", Value: "yes"}}
	}
	return f
}

// compared gives the passages of the comparison, with texts numbered from 0 as
// they are laid end to end, and how long each text is.
func (a *analyst) compared(c comparison) (out []voice.Passage, lengths []int) {
	for no, i := range c.texts {
		for _, p := range a.x.PassagesOf(i, a.sees) {
			if slices.Contains(c.coders, p.Coder) && slices.Contains(c.codes, p.Code) {
				p.Text = no
				out = append(out, p)
			}
		}
		lengths = append(lengths, a.held(i).Quotes.Len())
	}
	return out, lengths
}

func (s *Server) unitsOf(a *analyst, c comparison, passages []voice.Passage) (out []voice.Unit) {
	if c.units == "coded" {
		return voice.CodedUnits(passages)
	}
	for no, i := range c.texts {
		for _, b := range s.blocks(a, i) {
			if c.units == "passage" {
				out = append(out, voice.Unit{Text: no, Start: b.Start, End: b.End})
				continue
			}
			for k := range b.Sentences {
				start, end := b.Sentence(k)
				out = append(out, voice.Unit{Text: no, Start: start, End: end})
			}
		}
	}
	return out
}

func (a *analyst) names(codes []string) (out []string) {
	for _, c := range codes {
		out = append(out, a.codeName(c))
	}
	return out
}

func (a *analyst) coderNames(coders []string) (out []string) {
	for _, c := range coders {
		out = append(out, a.coder(c))
	}
	return out
}

// figures computes the tables.
func figures(c comparison, passages []voice.Passage, units []voice.Unit, lengths []int, names, coders []string) (
	[]page.StudyTable, error) {
	all, err := voice.Judge(units, passages, c.coders, c.codes)
	if err != nil {
		return nil, err
	}
	resamples := 0
	if c.intervals {
		resamples = agreeResamples
	}
	nominal := page.StudyTable{Caption: "By unit: " + strings.Join(coders, ", "), Head: []string{"Code", "Percent",
		"Cohen",
		"Scott", "Fleiss", "Krippendorff alpha", "Gwet AC1", "Brennan-Prediger", "Units", "Given by all, some, none"}}
	row := func(name string, r *voice.Ratings) {
		f := r.Bootstrap(resamples, agreeSeed)
		coded, some, none := r.Spread()
		nominal.Rows = append(nominal.Rows, page.StudyRow{Cells: []string{name, coefficient(f.Percent), coefficient(f.Kappa),
			coefficient(f.Pi),
			coefficient(f.Fleiss), coefficient(f.Alpha.Figure), coefficient(f.AC1), coefficient(f.BrennanPrediger),
			strconv.Itoa(r.Units()),
			fmt.Sprintf("%d, %d, %d", coded, some, none)}})
	}
	if len(c.codes) > 1 {
		row("All of them, each unit once for each code", all)
	}
	for i, code := range c.codes {
		r, err := voice.Judge(units, passages, c.coders, []string{code})
		if err != nil {
			return nil, err
		}
		row(names[i], r)
	}
	spans, err := spanFigures(c, passages, lengths, names)
	return []page.StudyTable{nominal, spans}, err
}

func spanFigures(c comparison, passages []voice.Passage, lengths []int, names []string) (page.StudyTable, error) {
	t := page.StudyTable{Caption: "By the words themselves: alpha U", Head: []string{"Code", "Alpha U", "Do", "De",
		"Passages",
		"By character: alpha", "Text given it by none, some, all"}}
	resamples := 0
	if c.intervals {
		resamples = spanResamples
	}
	a, err := voice.OverTexts(passages, lengths, c.coders, c.touching, resamples, agreeSeed)
	if err != nil {
		return t, err
	}
	t.Rows = append(t.Rows, page.StudyRow{Cells: []string{"All of them", coefficient(a.AlphaU), fourDigits(a.Do),
		fourDigits(a.De),
		strconv.Itoa(len(passages)), "for each code", "for each code"}})
	for i, code := range c.codes {
		at := slices.IndexFunc(a.Codes, func(x voice.CodeSpan) bool { return x.Code == code })
		if at < 0 {
			t.Rows = append(t.Rows, page.StudyRow{Cells: []string{names[i], "undefined: nobody gave it", "-", "-", "0", "-",
				"-"}})
			continue
		}
		x := a.Codes[at]
		t.Rows = append(t.Rows, page.StudyRow{Cells: []string{names[i], coefficient(x.AlphaU.Figure), fourDigits(x.AlphaU.Do),
			fourDigits(x.AlphaU.De), strconv.Itoa(x.Units), coefficient(x.Characters.Alpha),
			fmt.Sprintf("%.1f %%, %.1f %%, %.1f %%",
				x.Characters.None*100, x.Characters.Some*100, x.Characters.All*100)}})
	}
	return t, nil
}

// coefficient words a coefficient. One that is not defined is never a number.
func coefficient(f voice.Figure) string {
	if f.Value == nil {
		return "undefined: " + f.Why
	}
	out := fmt.Sprintf("%.3f", *f.Value)
	if i := f.Interval; i != nil {
		out += fmt.Sprintf(" (%.3f to %.3f)", i.Lo, i.Hi)
		if i.Undefined > 0 {
			out += fmt.Sprintf(", undefined in %d of %d resamples", i.Undefined, i.Resamples+i.Undefined)
		}
	}
	return out
}

func fourDigits(x *float64) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprintf("%.4f", *x)
}

// explained says what each figure is, in a line.
var explained = []page.Row{
	{Key: "Percent", Value: "The share of units that the coders judged alike, nothing taken off for chance."},
	{Key: "Cohen", Value: "Agreement beyond chance for two coders, each with their own habit of giving the code."},
	{Key: "Scott", Value: "The same for two coders with one habit in common."},
	{Key: "Fleiss", Value: "Scott's for any number of coders."},
	{Key: "Krippendorff alpha", Value: "One less the observed over the expected disagreement, nominal, any number of " +
		"coders."},
	{Key: "Gwet AC1", Value: "Beyond chance in a way that holds up where a code is very rare or very common."},
	{Key: "Brennan-Prediger", Value: "Beyond chance where both judgements, given and not given, are taken as equally " +
		"likely."},
	{Key: "Alpha U", Value: "Krippendorff 2004, for passages whose bounds differ: how far the words themselves " +
		"differ. Texts are " +
		"laid end to end."},
	{Key: "Undefined", Value: "Chance alone would give no disagreement, for example where nobody gave a code, or " +
		"everybody " +
		"everywhere. That is neither 0 nor 1."},
	{Key: "Intervals", Value: "The middle 95 % of 1,000 resamples of units (alpha U: 200 resamples of texts), seed " +
		"1. With one " +
		"text alpha U has none."},
	{Key: "What is high", Value: "Conventions differ. Report the figure with its interval, units and number of " +
		"categories (two " +
		"here), not a word for it."},
}

// mostDisputes is how many differences are drawn at once.
const mostDisputes = 100

// differences lists where coders differ, with the form that settles each.
func (a *analyst) differences(s *Server, c comparison, passages []voice.Passage, asked url.Values, t typed) (
	out []page.Difference, place page.Pages) {
	from, n := max(whole(asked.Get("from")), 1), 0
	for _, x := range voice.Disputes(passages, c.coders, c.codes) {
		i := c.texts[x.Text]
		x.Start, x.End = trimmed([]rune(a.held(i).Quotes.Quote(x.Start, x.End)), x.Start)
		if x.Start >= x.End { // they differ in a space
			continue
		}
		if n++; n < from || n >= from+mostDisputes {
			continue
		}
		d := &deskOf{analyst: a, i: i, blocks: s.blocks(a, i)}
		id := fmt.Sprintf("d-%d-%d-%d-%s", x.Text, x.Start, x.End, x.Code)
		v := page.Difference{ID: id, Mark: a.mark(x.Code), By: strings.Join(a.coderNames(x.By), ", "),
			Not: strings.Join(a.coderNames(x.Not), ", ")}
		v.Before, v.Words, v.After = a.quote(i, x.Start, x.End, 120)
		at := blockAt(d.blocks, x.Start)
		v.Where, v.URL = fmt.Sprintf("%s, passage %d", a.source(i).Name, at+1), d.blockURL(at)
		v.Settled = a.settled(i, x)
		f := a.settleForm(i, x, asked.Encode(), t)
		v.Form = &f
		out = append(out, v)
	}
	return out, a.pages(asked, from, len(out), n)
}

// pages says which of the differences are drawn, and where the others are.
func (a *analyst) pages(asked url.Values, from, drawn, all int) (p page.Pages) {
	at := func(from int) string {
		asked.Set("from", strconv.Itoa(from))
		return a.at + "/agreement?" + asked.Encode() + "#differ"
	}
	if all <= mostDisputes && from == 1 {
		return p
	}
	p.Says = fmt.Sprintf("%d to %d of %d.", from, from+drawn-1, all)
	if drawn == 0 {
		p.Says = fmt.Sprintf("There are %d, none from %d on.", all, from)
	}
	if from > 1 {
		p.Earlier = at(max(1, from-mostDisputes))
	}
	if from+drawn <= all && drawn > 0 {
		p.Later = at(from + mostDisputes)
	}
	return p
}

// settled says what was agreed about a stretch; empty where nothing was.
func (a *analyst) settled(i int, x voice.Dispute) string {
	for _, z := range a.x.Analysis.Settled {
		if z.Source != a.sourceID(i) || z.Code != x.Code || z.Start > x.Start || z.End < x.End ||
			z.Version != a.held(i).Version {
			continue
		}
		word := "Settled: the code does not belong here"
		if z.Keep {
			word = "Settled: the code belongs here"
		}
		return with(word+", "+a.n.staff(z.By)+", "+a.stampOf(z.At), z.Why.Get())
	}
	return ""
}

func (a *analyst) settleForm(i int, x voice.Dispute, asked string, t typed) page.SmallForm {
	to := a.at + "/agreement"
	if asked != "" { // back to the same comparison
		to += "?" + asked
	}
	at := fmt.Sprintf("%s %d %d %d %s", a.sourceID(i), a.held(i).Version, x.Start, x.End, x.Code)
	f := page.SmallForm{Title: "Settle it", Button: "Record what we agreed", Form: a.form(to, "settle",
		page.Pair{Name: "place", Value: at}), Lead: "The codings of both stay as they are. What you agree on is a layer " +
		"of its own."}
	mine := t.v.Get("place") == at
	f.Open = mine
	why, keep := page.Field{}, page.Field{}
	if mine {
		why, keep = t.field("why"), t.field("keep")
	}
	f.Fields = []page.SmallField{{ID: "keep-" + at, Name: "keep", Label: "Does the code belong here?", Field: keep,
		Choices: []page.Choice{{Value: "yes", Label: "It belongs here"}, {Value: "no", Label: "It does not"}}},
		{ID: "why-" + at, Name: "why", Label: "What decided it", Field: why}}
	for k := range f.Fields {
		f.Fields[k].ID = strings.ReplaceAll(f.Fields[k].ID, " ", "-")
	}
	return f
}

// agreementPress records what coders agreed on.
func (s *Server) agreementPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	b := core.Reconcile{Why: p.need("why", "Write in a line what decided it.")}
	if n, err := fmt.Sscanf(p.get("place"), "%s %d %d %d %s", &b.Source, &b.Version, &b.Start, &b.End, &b.Code); n != 5 ||
		err != nil {
		p.wrong("", "This form could not be read: load the page again.")
	}
	b.Keep = p.need("keep", "Choose whether the code belongs here.") == "yes"
	to := "/studies/" + st.ID() + "/agreement"
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	p.toStudy(w, st, b, to, func(prob *page.Problem) {
		s.drawAgreement(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
