package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"steady/voice"
)

var voiceCommand = command{
	name: "voice", summary: "interviews: trade projects with other programs, agreement of coders",
	below: []command{voiceInspectCommand, voiceImportCommand, voiceExportCommand, voiceAgreeCommand},
}

var voiceAgreeCommand = command{
	name: "agree", summary: "how far coders agree",
	usage: `--kind nominal [--seed N] [--resamples N] [--json] FILE.csv|-
       steady voice agree --kind spans --length L [--from N] [--coders A,B] [--touching keep|join] [--json] FILE.csv|-`,
	run: voiceAgree,
	help: `nominal: a CSV file with the columns coder,unit,value; an empty value is a missing one. Percent agreement,
Cohen's kappa and Scott's pi (two coders), Fleiss' kappa, Krippendorff's alpha, Gwet's AC1 and Brennan-Prediger,
each with a bootstrap interval over units (--resamples, 1000; --seed, 1). The categories are those in the file.

spans: a CSV file with the columns coder,code,start,length on one text of L characters (code points). Krippendorff's
alpha_U per code and over all codes. Spans of one coder and code that overlap are joined; those that touch are kept
apart, or joined with --touching join. --coders names coders who may have marked nothing; --from says at which
position the text begins (0).

A figure that these data do not define is said to be undefined; it is never written as 1 or 0. Agreement is a mark
of quality in codebook and coding-reliability work; in reflexive work it is not.

Exit codes: 0 an answer was given; 1 a span or a judgement is impossible; 2 the file or the call cannot be read.`,
}

// maxProject bounds what is read of one file: a gigabyte holds a project with
// its documents. The readers bound what they make of it.
const maxProject = 1 << 30

// readLarge returns the content of a file, or of standard input for "-".
func (c *call) readLarge(name string) ([]byte, error) {
	in := c.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, maxProject+1))
	if err == nil && len(b) > maxProject {
		err = fmt.Errorf("%s: longer than %d bytes", name, maxProject)
	}
	return b, err
}

// voiceExit tells what was understood and refused from what cannot be read.
func voiceExit(err error) int {
	if no := (*voice.RefusedError)(nil); errors.As(err, &no) {
		return refused
	}
	return unreadable
}

// agreeFlags are the flags of "steady voice agree".
type agreeFlags struct {
	kind, coders, touching  *string
	length, from, resamples *int64
	seed                    *uint64
	json                    *bool
}

// voiceAgree is "steady voice agree".
func voiceAgree(c *call) int {
	f := agreeFlags{
		kind: c.flags.String("kind", "", ""), coders: c.flags.String("coders", "", ""),
		touching: c.flags.String("touching", voice.TouchingKeep, ""), length: c.flags.Int64("length", -1, ""),
		from: c.flags.Int64("from", 0, ""), resamples: c.flags.Int64("resamples", 1000, ""),
		seed: c.flags.Uint64("seed", 1, ""), json: c.flags.Bool("json", false, ""),
	}
	if !c.parse(1, 1) {
		return unreadable
	}
	if err := f.check(); err != nil {
		c.complain(err)
		return unreadable
	}
	b, err := c.readLarge(c.operands[0])
	if err == nil && *f.kind == "spans" {
		err = c.agreeSpans(b, f)
	} else if err == nil {
		err = c.agreeNominal(b, f)
	}
	if err != nil {
		c.complain(err)
		return voiceExit(err)
	}
	return answered
}

func (f agreeFlags) check() error {
	switch {
	case *f.kind != "nominal" && *f.kind != "spans":
		return fmt.Errorf("the kind %q is not known: write --kind nominal or --kind spans", *f.kind)
	case *f.kind == "spans" && *f.length < 0:
		return errors.New("say how long the text is, in characters: --length L")
	case *f.touching != voice.TouchingKeep && *f.touching != voice.TouchingJoin:
		return fmt.Errorf("touching spans are kept or joined, not %q: write --touching keep or join", *f.touching)
	case *f.resamples < 0 || *f.resamples > 1_000_000:
		return fmt.Errorf("%d resamples: write 0 to 1000000", *f.resamples)
	}
	return nil
}

// nominalAnswer is the JSON of nominal agreement; its first seven fields are
// the contract's.
type nominalAnswer struct {
	voice.Coefficients
	Coders        []string             `json:"coders"`
	Units         int                  `json:"units"`
	Categories    []string             `json:"categories"`
	Q             int                  `json:"q"`
	Missing       int                  `json:"missing"`
	Seed          uint64               `json:"seed"`
	Resamples     int64                `json:"resamples"`
	Disagreements []voice.Disagreement `json:"disagreements"`
}

func (c *call) agreeNominal(b []byte, f agreeFlags) error {
	r, err := voice.ReadRatings(b)
	if err != nil {
		return err
	}
	a := nominalAnswer{Coefficients: r.Bootstrap(int(*f.resamples), *f.seed), Coders: orNone(r.Coders),
		Units: r.Units(), Categories: orNone(r.Categories), Q: len(r.Categories), Missing: r.Missing(), Seed: *f.seed,
		Resamples: *f.resamples, Disagreements: r.Disagreements()}
	if *f.json {
		return c.writeLine(a)
	}
	fmt.Fprintf(c.out, "%d coders, %d units, %d categories, %d judgements missing\n", len(a.Coders), a.Units, a.Q,
		a.Missing)
	for _, line := range []struct {
		name string
		f    voice.Figure
	}{
		{"percent agreement", a.Percent}, {"Cohen's kappa", a.Kappa}, {"Scott's pi", a.Pi},
		{"Fleiss' kappa", a.Fleiss}, {"Krippendorff's alpha", a.Alpha.Figure}, {"Gwet's AC1", a.AC1},
		{"Brennan-Prediger", a.BrennanPrediger},
	} {
		fmt.Fprintf(c.out, "  %-21s %s\n", line.name, figure(line.f))
	}
	const most = 20
	for i, d := range a.Disagreements {
		if i == most {
			fmt.Fprintf(c.out, "and %d more units judged differently: --json lists them all\n", len(a.Disagreements)-most)
			break
		}
		fmt.Fprintln(c.out, "differ:", d)
	}
	return nil
}

func (c *call) agreeSpans(b []byte, f agreeFlags) error {
	marks, err := voice.ReadMarks(b)
	if err != nil {
		return err
	}
	var others []string
	for _, name := range strings.Split(*f.coders, ",") {
		if name = strings.TrimSpace(name); name != "" {
			others = append(others, name)
		}
	}
	m, err := voice.Lay(marks, voice.Continuum{From: *f.from, Length: *f.length}, others, *f.touching)
	if err != nil {
		return err
	}
	a := m.Agree()
	if *f.json {
		return c.writeLine(a)
	}
	fmt.Fprintf(c.out, "%d coders, %d codes, text of %d characters, touching spans: %s (%s)\n", len(a.Coders),
		len(a.Codes), a.Length, a.Touching, a.Variant)
	fmt.Fprintf(c.out, "  %-30s %s\n", "all codes", figure(a.AlphaU))
	for _, k := range a.Codes {
		fmt.Fprintf(c.out, "  %-30s %s; %d spans; %.1f %% of the text coded by nobody, by characters alpha %s\n", k.Code,
			figure(k.AlphaU.Figure), k.Units, 100*k.Characters.None, figure(k.Characters.Alpha))
	}
	return nil
}

// figure writes a coefficient for people.
func figure(f voice.Figure) string {
	if f.Undefined {
		return "undefined: " + f.Why
	}
	s := fmt.Sprintf("%.4f", *f.Value)
	if i := f.Interval; i != nil {
		s += fmt.Sprintf("   95 %% interval %.4f to %.4f", i.Lo, i.Hi)
	}
	return s
}

// writeLine writes one line of JSON.
func (c *call) writeLine(v any) error {
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
