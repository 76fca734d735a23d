package ndtms

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

func at(day string) moment.Instant {
	d, err := moment.ParseDay(day)
	if err != nil {
		panic(err)
	}
	return moment.UTC.At(d, 12, 0)
}

func text(ref string) *clinic.Text { return &clinic.Text{Ref: ref, Digest: "d"} }

// service is an invented service with three people who were asked, one who said
// no and one whom nobody asked.
func service(t *testing.T) *Input {
	t.Helper()
	b := cohort.New()
	take := func(day string, f clinic.Fact) {
		b.Take(clinic.Event{Happened: at(day), Recorded: at(day), By: "n1", Body: f})
	}
	take("2026-01-01", &clinic.PremisesOpened{OpenPremises: clinic.OpenPremises{Premises: "p", Zone: "Etc/UTC"}})
	take("2026-01-01", &clinic.NationalSet{SetNational: clinic.SetNational{Agency: "A1"}})
	for _, id := range []person.UserID{"u1", "u2", "u3", "u4", "u5"} {
		take("2026-01-05", &clinic.PersonReferred{ReferPerson: clinic.ReferPerson{Person: id,
			Source: "self", Born: text("born")}})
		take("2026-01-06", &clinic.EligibilityDecided{Person: id, Outcome: "ELIGIBLE", Answers: clinic.Criteria{Age: 40}})
		take("2026-01-10", &clinic.PersonAdmitted{AdmitPerson: clinic.AdmitPerson{Person: id}})
		v := "v-" + string(id)
		take("2026-01-11", &clinic.Booked{Visit: v, Person: id, Day: b.Zone.Day(at("2026-01-11"))})
		take("2026-01-11", &clinic.Injected{Visit: v, Given: measure.Milligram})
		take("2026-01-11", &clinic.VisitEnded{Visit: v, Ending: "left_well"})
	}
	yes := clinic.RecordNational{Agrees: clinic.MaySend, Initials: text("initials"), Postcode: text("pc"), Sex: "male",
		Ethnic: "A", Nation: "GBR", Drugs: []clinic.Drug{"heroin", "crack"}, FirstUse: 20, Route: "inject",
		Injects: "currently", Housing: "none", Children: "no_children"}
	for _, id := range []person.UserID{"u1", "u2", "u3"} {
		yes.Person = id
		if id == "u3" {
			yes.Sex = "" // missing
		}
		take("2026-01-12", &clinic.NationalRecorded{RecordNational: yes})
	}
	take("2026-01-12", &clinic.NationalRecorded{RecordNational: clinic.RecordNational{Person: "u4",
		Agrees: clinic.MayNotSend}})
	take("2026-01-12", &clinic.InstrumentAnswered{Sitting: "s1", Person: "u1", Instrument: "top",
		Version: "1", Kept: text("top1")})
	take("2026-04-10", &clinic.InstrumentAnswered{Sitting: "s2", Person: "u1", Instrument: "top",
		Version: "1", Kept: text("top2")})
	take("2026-05-01", &clinic.TreatmentEnded{EndTreatment: clinic.EndTreatment{Person: "u2", Ending: "own_wish"}})
	// Worked example 1 of the profile: opiates 25 days, injecting 27, sharing Y.
	answers := map[string]string{"s1": `{"answers":{"1b":[7,7,6,5],"2a":[7,7,7,6],"2b":"N","2c":"Y","3a":[3,2,0,1],` +
		`"3c":"N","3d":"N","3e":"N","4a":6,"4d":8,"4g":5}}`,
		"s2": `{"answers":{"1b":[1,0,0,2],"2a":[0,0,0,0],"3a":[0,null,0,0],"4a":13,"4d":11,"4g":12}}`}
	scores := func(x cohort.Sitting) recovery.Scores {
		in, err := recovery.Find("top")
		if err != nil {
			t.Fatal(err)
		}
		a, err := recovery.ParseAnswers([]byte(answers[x.ID]))
		if err != nil {
			t.Fatal(err)
		}
		r, err := in.Score(a)
		if err != nil {
			t.Fatal(err)
		}
		return r.Scores
	}
	return &Input{Book: b, Scores: scores, To: b.Zone.Day(at("2026-06-01")),
		Texts: map[string]string{"initials": "ab", "born": "1980-02-03", "pc": "ZZ1 1"}}
}

func release(t *testing.T) *Release {
	t.Helper()
	r, err := Find("core-k")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The whole file: who said no and who was not asked are in no byte of it; the
// answers to the profile are the field values, with NA where a week is missing.
func TestReturn(t *testing.T) {
	rel := release(t)
	in := service(t)
	r, err := Make(rel, *in)
	if err != nil {
		t.Fatal(err)
	}
	if r.People != 2 || r.Rows != 4 || r.NoConsent != 1 || r.NotAsked != 1 || r.LeftOut != 1 || r.Submit {
		t.Errorf("%+v", r)
	}
	for _, id := range []string{"u3", "u4", "u5"} {
		if bytes.Contains(r.CSV, []byte(ClientID("p", id))) {
			t.Errorf("%s is in the file", id)
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(r.CSV)).ReadAll()
	if err != nil || len(rows) != 5 || len(rows[0]) != 144 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	get := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	find := func(client, entity string) []string {
		for _, row := range rows[1:] {
			if get(row, "CLIENTID") == ClientID("p", client) && get(row, entity) != "NA" {
				return row
			}
		}
		t.Fatalf("no line of %s %s", client, entity)
		return nil
	}
	for name, want := range map[string]string{"FINITIAL": "A", "SINITIAL": "B", "DOB": "03/02/1980", "SEX": "M",
		"REFLD": "05/01/2026", "TRIAGED": "06/01/2026", "AGNCY": "A1", "CONSENT": "Y", "PC": "ZZ1 1", "DRUG1": "1011",
		"DRUG2": "3201", "DRUG3": "9997", "MODAL": "94", "MODST": "11/01/2026", "MODEND": "NA", "DISD": "NA",
		"DISRSN": "NA", "INJSTAT": "C", "ROUTE": "1", "ACCMNEED": "3", "PRNTSTAT": "14", "TOPDATE": "NA"} {
		if got := get(find("u1", "MODID"), name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	answersOf(t, rows)
	left := find("u2", "MODID")
	if get(left, "DISD") != "01/05/2026" || get(left, "MODEND") != "01/05/2026" || get(left, "MODEXIT") != "B" {
		t.Errorf("%v", left)
	}
	has := func(code, client string) bool {
		return slices.ContainsFunc(r.Findings, func(f Finding) bool {
			return f.Code == code && (client == "" || f.Client == ClientID("p", client))
		})
	}
	if !has("missing-sex", "u3") || !has("consent-not-asked", "u5") || !has("reason-no-code", "u2") ||
		!has("release-open", "") || has("consent-not-asked", "u4") {
		t.Errorf("%+v", r.Findings)
	}
}

// answersOf looks at the two lines of answers of the first person.
func answersOf(t *testing.T, rows [][]string) {
	t.Helper()
	get := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	var tops []map[string]string
	for _, row := range rows[1:] {
		if get(row, "TOPID") == "NA" {
			continue
		}
		line := map[string]string{}
		for i, n := range rows[0] {
			line[n] = row[i]
		}
		tops = append(tops, line)
	}
	slices.SortFunc(tops, func(a, b map[string]string) int { return strings.Compare(a["TOPDATE"][3:], b["TOPDATE"][3:]) })
	if len(tops) != 2 {
		t.Fatalf("%d sets of answers", len(tops))
	}
	for i, want := range []map[string]string{
		{"OPIUSE": "25", "IVDRGUSE": "27", "SHARING": "Y", "SHOTHEFT": "6", "OTHTHEFT": "N", "PSYHSTAT": "6",
			"PHSTAT": "8", "QUALLIFE": "5", "ALCUSE": "NA", "MODID": "NA"},
		{"OPIUSE": "3", "IVDRGUSE": "0", "SHARING": "N", "SHOTHEFT": "NA", "PSYHSTAT": "13", "QUALLIFE": "12"}} {
		for name, v := range want {
			if tops[i][name] != v {
				t.Errorf("answers %d, %s: %q, want %q", i, name, tops[i][name], v)
			}
		}
	}
}

// The same entries give the same bytes; a month leaves out what came later.
func TestReturnIsReproducible(t *testing.T) {
	rel := release(t)
	first, err := Make(rel, *service(t))
	if err != nil {
		t.Fatal(err)
	}
	second, err := Make(rel, *service(t))
	if err != nil || !bytes.Equal(first.CSV, second.CSV) || first.SHA256 != second.SHA256 {
		t.Errorf("another file from the same entries (%v)", err)
	}
	in := service(t)
	in.From, in.To = in.Book.Zone.Day(at("2026-01-01")), in.Book.Zone.Day(at("2026-01-31"))
	month, err := Make(rel, *in)
	if err != nil || bytes.Contains(month.CSV, []byte("/05/2026")) || bytes.Contains(month.CSV, []byte("/04/2026")) {
		t.Errorf("a later day is in it (%v)", err)
	}
	in.Book.Codes.Agency = ""
	if _, err := Make(rel, *in); err != ErrAgency {
		t.Errorf("%v", err)
	}
}

// Each confirmed rule, on lines that break it and nothing else.
func TestRules(t *testing.T) {
	rel := release(t)
	good := map[string]string{"FINITIAL": "A", "SINITIAL": "B", "DOB": "03/02/1980", "SEX": "F", "REFLD": "05/01/2026",
		"AGNCY": "A1", "CLIENTID": "c1", "EPISODID": "c1-1", "CONSENT": "Y", "DRUG1": "1011", "TRIAGED": "06/01/2026",
		"MODID": "m1", "MODST": "07/01/2026", "MODEND": "01/02/2026", "MODEXIT": "A", "DISD": "01/02/2026"}
	today := moment.Date(2026, 6, 1)
	if found := Check(rel, []map[string]string{good}, today); len(found) != 0 {
		t.Fatalf("a good line: %+v", found)
	}
	for _, c := range []struct{ field, value, code string }{
		{"FINITIAL", "", "missing-finitial"}, {"SINITIAL", "", "missing-sinitial"}, {"DOB", "", "missing-dob"},
		{"SEX", "", "missing-sex"}, {"REFLD", "", "missing-refld"}, {"CONSENT", "", "missing-consent"},
		{"DRUG1", "", "missing-drug1"}, {"TRIAGED", "", "missing-triaged"}, {"AGNCY", "", "missing-agncy"},
		{"DOB", "03/02/1902", "born-year"}, {"DOB", "03/02/2010", "under-18"}, {"DOB", "05/01/2026", "born-after-referral"},
		{"TRIAGED", "04/01/2026", "order-triaged"}, {"MODST", "05/01/2026", "order-modst"},
		{"MODEND", "06/01/2026", "order-modend"}, {"DISD", "31/01/2026", "order-disd"},
		{"DISD", "02/06/2026", "value-disd"}, {"DOB", "1980-02-03", "value-dob"}, {"DOB", "31/02/1980", "value-dob"},
		{"MODEND", "", "exit-without-end"}, {"DRUG2", "1011", "drug-twice-drug2"}, {"DRUG1", "9", "value-drug1"},
		{"SEX", "X", "value-sex"}, {"OPIUSE", "29", "value-opiuse"}, {"PSYHSTAT", "21", "value-psyhstat"},
		{"SHARING", "maybe", "value-sharing"}, {"NATION", "gb", "value-nation"}, {"FINITIAL", "ab", "value-finitial"},
		{"TOPDATE", "02/02/2026", "top-outside"}, {"DRUG1AGE", "60", "first-use-age"},
	} {
		line := map[string]string{}
		for k, v := range good {
			line[k] = v
		}
		line[c.field] = c.value
		found := Check(rel, []map[string]string{line}, today)
		if !slices.ContainsFunc(found, func(f Finding) bool {
			return f.Code == c.code && f.Severity == Reject && f.Text != "" && f.Rule != "" && len(f.Fields) > 0
		}) {
			t.Errorf("%s=%q: %s is not found in %+v", c.field, c.value, c.code, found)
		}
	}
	if found := Check(rel, []map[string]string{good, good}, today); len(found) != 1 || found[0].Code != "id-twice" {
		t.Errorf("%+v", found)
	}
}

// The file of the release in this build is the order of the exporter that was
// read, and everything in it that is filled is confirmed.
func TestRelease(t *testing.T) {
	rel := release(t)
	if rel.Current() || rel.Fields[0].Name != "FINITIAL" || rel.Fields[143].Name != "OPRAGNCY" || len(rel.Digest()) != 64 {
		t.Errorf("%s %s %d", rel.ID, rel.Status, len(rel.Fields))
	}
	b, err := builtin.ReadFile("releases/core-k.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{`"status": "superseded"`, `"status": "new"`, "status"}, {`"date": "DD/MM/YYYY"`, `"date": "M/D/YY"`, "date"},
		{`"from": "born"`, `"from": "shoe size"`, "nothing that Steady records"},
		{`"kind": "letter"`, `"kind": "song"`, "kind"}, {`"name": "SINITIAL"`, `"name": "FINITIAL"`, "stands twice"},
		{`"codes": "sex", `, `"codes": "sexes", `, "not listed"}, {`"entity": "client"`, `"entity": "cat"`, "entity"},
		{`"about": "date of birth", "confidence": "C"`, `"about": "date of birth", "confidence": "R"`, "confirmed"},
		{`"null": "NA"`, `"nil": "NA"`, "unknown field"},
		{`"why": "its codes are not confirmed"`, `"why": ""`, "why it stays empty"},
	} {
		if !bytes.Contains(b, []byte(c.from)) {
			t.Fatalf("the file does not hold %s", c.from)
		}
		_, err := Load(bytes.Replace(b, []byte(c.from), []byte(c.to), 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.to, err)
		}
	}
	unconfirmed := bytes.Replace(b, []byte(`"confidence": "C"`), []byte(`"confidence": "R"`), -1)
	if _, err := Load(unconfirmed); err == nil {
		t.Error("codes that are not confirmed are sent")
	}
}

func TestDiff(t *testing.T) {
	read := func(s string) *Table {
		x, err := Read([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	was := read("\"CLIENTID\",\"TOPID\",\"SEX\"\n\"a\",\"NA\",\"F\"\n\"b\",\"t1\",\"M\"\n\"c\",\"NA\",\"M\"\n")
	is := read("CLIENTID,TOPID,SEX,NEW\na,NA,F,1\nb,t1,F,1\nd,NA,M,1\n")
	d := Diff(was, is)
	if len(d.Added) != 1 || d.Added[0] != "CLIENTID d" || len(d.Removed) != 1 ||
		d.Removed[0] != "CLIENTID c" || d.Same != 1 ||
		len(d.Changed) != 1 || d.Changed[0].Fields[0] != (ChangedValue{"SEX", "M", "F"}) || d.Fields[0] != "NEW" {
		t.Errorf("%+v", d)
	}
	if d := Diff(is, is); d.Same != 3 || len(d.Changed)+len(d.Added)+len(d.Removed) != 0 {
		t.Errorf("%+v", d)
	}
	for _, bad := range []string{"", "SEX\nF\n", "CLIENTID,clientid\na,b\n", "CLIENTID\na,b\n",
		"CLIENTID,CLIENTID\na,b\n"} {
		if _, err := Read([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// What a service writes is read back and judged the same.
func TestReadsItsOwnFile(t *testing.T) {
	rel := release(t)
	r, err := Make(rel, *service(t))
	if err != nil {
		t.Fatal(err)
	}
	x, err := Read(r.CSV)
	if err != nil {
		t.Fatal(err)
	}
	lines := x.Lines(rel)
	if len(lines) != 2 {
		t.Fatalf("%d episodes", len(lines))
	}
	for k, list := range lines {
		for _, f := range Check(rel, list, moment.Date(2026, 6, 1)) {
			t.Errorf("%s: %+v", k, f)
		}
	}
	if d := x.LastDay(rel); d != moment.Date(2026, 5, 1) {
		t.Errorf("the last day is %s", d)
	}
}

func FuzzReturn(f *testing.F) {
	f.Add([]byte("\"CLIENTID\",\"DOB\"\n\"a\",\"01/02/1980\"\n"))
	rel := Builtin()[0]
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := Read(b)
		if err != nil {
			return
		}
		if d := Diff(x, x); len(d.Added)+len(d.Removed)+len(d.Changed) != 0 || d.Same != len(x.Rows) {
			t.Fatalf("a file differs from itself: %+v", d)
		}
		for _, lines := range x.Lines(rel) {
			for _, found := range Check(rel, lines, x.LastDay(rel)) {
				if found.Code == "" || found.Text == "" {
					t.Fatalf("%+v", found)
				}
			}
		}
	})
}

func FuzzRelease(f *testing.F) {
	f.Add([]byte(`{"format":"steady-ndtms-release/1","id":"x","title":"x","status":"current","null":"","date":"YYYY-MM-DD",` +
		`"fields":[{"name":"CLIENTID","entity":"client","from":"client","confidence":"C"},` +
		`{"name":"CONSENT","entity":"client","from":"consent","confidence":"C"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := Load(b); err == nil && (len(r.Fields) < 2 || r.Digest() == "") {
			t.Fatalf("%+v", r)
		}
	})
}
