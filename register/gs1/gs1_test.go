package gs1_test

import (
	"slices"
	"strings"
	"testing"

	"steady/moment"
	"steady/register/gs1"
)

// The codes below are invented: their GTINs begin with the digits that GS1
// keeps for use inside one company, and their check digits are right.
const (
	ampoules10 = "]d20102001234500012" + "17280331" + "10B7731A\x1d" + "21K4Q9002"
	printed10  = "(01)02001234500012(17)280331(10)B7731A(21)K4Q9002"
)

func TestOneCodeInManyHands(t *testing.T) {
	for name, text := range map[string]string{
		"scanner with identifier":      ampoules10,
		"GS1-128":                      strings.Replace(ampoules10, "]d2", "]C1", 1),
		"no identifier":                ampoules10[3:],
		"first FNC1 typed":             "\x1d" + ampoules10[3:],
		"tilde keyboard":               strings.ReplaceAll(ampoules10, "\x1d", "~"),
		"caret keyboard":               strings.ReplaceAll(ampoules10, "\x1d", "^"),
		"bar keyboard":                 strings.ReplaceAll(ampoules10, "\x1d", "|"),
		"hash keyboard":                strings.ReplaceAll(ampoules10, "\x1d", "#"),
		"driver that writes {GS}":      strings.ReplaceAll(ampoules10, "\x1d", "{GS}"),
		"Enter at the end":             ampoules10 + "\r\n",
		"separator at the end":         ampoules10 + "\x1d",
		"separator after fixed fields": "]d20102001234500012\x1d17280331\x1d10B7731A\x1d21K4Q9002",
		"another order":                "]d221K4Q9002\x1d10B7731A\x1d17280331" + "0102001234500012",
		"the same field twice":         ampoules10 + "\x1d17280331",
		"printed":                      printed10,
		"printed with spaces":          "(01) 02001234500012 (17) 280331 (10) B7731A (21) K4Q9002",
	} {
		c, err := gs1.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.String() != printed10 || c.Scan() != ampoules10[3:] {
			t.Errorf("%s: read as %s, typed again as %q", name, c, c.Scan())
		}
		if c.Value(gs1.Batch) != "B7731A" || c.Value(gs1.Serial) != "K4Q9002" || c.Value("37") != "" {
			t.Errorf("%s: batch %q, serial %q", name, c.Value(gs1.Batch), c.Value(gs1.Serial))
		}
	}
}

func TestEveryFieldIsRead(t *testing.T) {
	text := "(01)02001234500029(11)260102(17)280200(10)L-5/a(21)*7(30)10(37)2(240)X.1(710)DE1(711)FR1(712)ES1" +
		"(713)BR1(714)PT1(715)US1(716)IT1(91)v-p7-2026-03-02-0(92)0f3a(93)sol-1(99)z"
	c, err := gs1.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if c.String() != text {
		t.Errorf("printed as\n%s", c)
	}
	back, err := gs1.Parse("]d2" + c.Scan())
	if err != nil || !slices.Equal(back, c) {
		t.Errorf("scanned as %v, %v", back, err)
	}
	if strings.HasSuffix(c.Scan(), gs1.Separator) || strings.Contains(c.Scan(), "28020010L-5/a\x1d") == false {
		t.Errorf("separators stand where none belongs: %q", c.Scan())
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      "nothing was scanned",
		"   ":                                   "nothing was scanned",
		"\x1d":                                  "no fields",
		strings.Repeat("9", 401):                "longer than 400",
		"5000123456789":                         "field (50) is not one that is read here",
		"3103001234":                            "field (3103) is not one",
		"8008260102":                            "field (8008) is not one",
		"4":                                     "field (4) is not one",
		"(02)02001234500012":                    "field (02) is not one",
		"(8020)ref":                             "field (8020) is not one",
		"()x":                                   "field () is not one",
		"(01)02001234500012 lot":                "has 18 of its 14",
		"(01":                                   "is not closed",
		"(01)02001234500017":                    "check digit of field (01) does not fit: 02001234500017",
		"01020012345000":                        "field (01) has 12 of its 14 characters",
		"010200123450001\x1d10B1":               "field (01) has 13 of its 14 characters",
		"0102001234500O16":                      `field (01) holds the character "O"`,
		"17281331":                              "field (17) is no date: 281331",
		"17280230":                              "field (17) is no date: 280230",
		"1728003":                               "field (17) has 5 of its 6",
		"17280331" + "11260732":                 "field (11) is no date: 260732",
		"10":                                    "field (10) is empty",
		"10123456789012345678901":               "field (10) has more than 20 characters",
		"21A B":                                 `field (21) holds the character " "`,
		"10B\xc3\xa4":                           `field (10) holds the character "?"`,
		"10B\x07":                               `field (10) holds the character "?"`,
		"30123456789":                           "field (30) has more than 8",
		"301x":                                  `field (30) holds the character "x"`,
		"10B1\x1d10B2":                          "field (10) stands in the code twice with two values",
		"(17)280331(17)290331":                  "field (17) stands in the code twice",
		"]d1" + ampoules10[3:]:                  "the symbol ]d1 is no GS1 DataMatrix",
		"]":                                     "the symbol ] is no GS1",
		"91" + strings.Repeat("x", 91):          "field (91) has more than 90",
		"(01)02001234500012(17)280331(10)(21)X": "field (10) is empty",
		"\x1b[31m" + strings.Repeat("\x00", 30): "is not one that is read here",
		"(" + strings.Repeat("\xff", 99) + ")abc": "is not one that is read here",
	} {
		c, err := gs1.Parse(text)
		if err == nil {
			t.Errorf("%q was read as %s", text, c)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; should say %q", text, err, want)
		} else if len(err.Error()) > 160 {
			t.Errorf("%q: the error is longer than a line: %v", text, err)
		}
	}
	if _, err := gs1.Make(); err == nil {
		t.Error("a code of no fields was made")
	}
}

// TestExpiry: the last day of the month where no day is printed, and the
// century that lies nearest.
func TestExpiry(t *testing.T) {
	for _, x := range []struct {
		yymmdd string
		year   int
		want   string
	}{{"280331", 2026, "2028-03-31"}, {"280200", 2026, "2028-02-29"}, {"270200", 2026, "2027-02-28"},
		{"261200", 2026, "2026-12-31"}, {"280229", 2026, "2028-02-29"}, {"270229", 2026, ""},
		{"760101", 2026, "2076-01-01"}, {"770101", 2026, "1977-01-01"}, {"990630", 2026, "1999-06-30"},
		{"000101", 2049, "2000-01-01"}, {"000101", 2050, "2100-01-01"}, {"990101", 2050, "2099-01-01"},
		{"010101", 1999, "2001-01-01"}, {"490101", 1999, "2049-01-01"}, {"500101", 1999, "1950-01-01"}} {
		c, err := gs1.Parse("(17)" + x.yymmdd)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := c.Date(gs1.Expiry, x.year)
		if ok != (x.want != "") || ok && got.String() != x.want {
			t.Errorf("%s read in %d is %s, %v; want %s", x.yymmdd, x.year, got, ok, x.want)
		}
	}
	c, _ := gs1.Parse("(10)280331")
	for _, ai := range []string{gs1.Expiry, gs1.Batch} {
		if d, ok := c.Date(ai, 2026); ok {
			t.Errorf("field (%s) of %s is the day %s", ai, c, d)
		}
	}
}

func TestPadGTIN(t *testing.T) {
	for text, want := range map[string]string{"02001234500012": "02001234500012", "2001234500012": "02001234500012",
		"2001 2345 00012": "02001234500012", "20012342": "00000020012342", "012345678905": "00012345678905"} {
		if got, err := gs1.PadGTIN(text); err != nil || got != want {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1", "02001234500017", "0200123450001x", "020012345000120"} {
		if got, err := gs1.PadGTIN(text); err == nil {
			t.Errorf("%q is taken as the GTIN %s", text, got)
		}
	}
}

// TestBracketInAValue: such a code is printed so that it reads the same again.
func TestBracketInAValue(t *testing.T) {
	c, err := gs1.Make(gs1.Element{AI: "21", Value: "X(17)280331"}, gs1.Element{AI: "10", Value: "L"})
	if err != nil {
		t.Fatal(err)
	}
	if back, err := gs1.Parse(c.String()); err != nil || !slices.Equal(back, c) {
		t.Errorf("%s is read as %v, %v", c, back, err)
	}
}

// FuzzParse: no text crashes the reader, and what was read is read the same
// again, from the scanner and from print.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{ampoules10, printed10, "(01)02001234500012", "10A~21B", "91v-1{GS}92ff", "]C1301",
		"17280200", "21X(17)280331", "(", "()", "10\x1d\x1d", "#|^~", "]d2", "(10)a(b)c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := gs1.Parse(text)
		if err != nil {
			return
		}
		for _, again := range []string{c.String(), c.Scan(), "]d2" + c.Scan()} {
			back, err := gs1.Parse(again)
			if err != nil || !slices.Equal(back, c) {
				t.Fatalf("%q was read as %v, and %q as %v: %v", text, []gs1.Element(c), again, []gs1.Element(back), err)
			}
		}
		if d, ok := c.Date(gs1.Expiry, 2026); ok && (d < moment.Date(1977, 1, 1) || d > moment.Date(2076, 12, 31)) {
			t.Fatalf("%s expires on %s", c, d)
		}
	})
}
