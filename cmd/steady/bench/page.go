package bench

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"steady/internal/report"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/register"
)

// yearProduct heads the page that is measured.
var yearProduct = register.Product{Form: measure.Form{Substance: measure.Diamorphine,
	Salt: measure.HydrochlorideMonohydrate}, Content: 100 * measure.Milligram, Presentation: "ampoule"}

// year is one page of a register over a year: fifteen people twice a day, each
// dose two lines, an opened ampoule and what was given. Its balances are true.
func year() (l report.Ledger, err error) {
	l = report.Ledger{Zone: moment.UTC, Service: "Invented"}
	law, err := register.FindJurisdiction("gb-eng")
	if err != nil {
		return l, err
	}
	at := moment.UTC.At(moment.Date(2026, 1, 1), 8, 0)
	add := func(kind, body string) {
		l.Entries = append(l.Entries, journal.Entry{Premises: wardPremises, Log: journal.Register,
			Seq: int64(len(l.Entries)), Kind: kind, Happened: at, Recorded: at, By: "s-nurse", Witness: "s-second",
			Body: []byte(body)})
	}
	add("law_in_force", fmt.Sprintf(`{"pack":"gb-eng","version":%q,"document":"%s"}`, law.Version,
		base64.StdEncoding.EncodeToString(law.Document())))
	n, m := int64(0), int64(0)
	line := func(dn, dm int64) string {
		n, m = n+dn, m+dm
		return fmt.Sprintf(`{"page":%q,"ampoules":%d,"mass_ug":%d,"balance_ampoules":%d,"balance_mass_ug":%d`,
			yearProduct.Page(), dn, dm, n, m)
	}
	for range 365 {
		add("received", line(30, 3_000_000)+`,"batch":"INVENTED-7","expiry":"2027-05-01","from":{"ref":"t","digest":"d"}}`)
		for who := range 30 {
			visit := fmt.Sprintf("v-%d", who)
			add("drawn", line(-1, 0)+fmt.Sprintf(`,"visit":%q,"batch":"INVENTED-7","content_ug":100000}`, visit))
			add("administered", line(0, -100_000)+fmt.Sprintf(
				`,"visit":%q,"person":"u-%03d","prescriber":"s-doctor","licence":"INVENTED-1"}`, visit, who%15))
		}
		at = at.Add(24 * 60 * moment.Minute)
	}
	return l, nil
}

// measurePage draws the page of a whole year as text: reading every entry,
// finding what holds at it, and wording it. Beside it, a week out of that year,
// which is what a screen asks for.
func measurePage(_ context.Context, r *run) error {
	l, err := year()
	if err != nil {
		return err
	}
	r.say("drawing a page of the register with %d entries of a year", len(l.Entries))
	var week, whole, hashed []float64
	for range max(r.Rounds, 3) {
		one, err := took(func() error { return draw(l, report.Options{From: moment.Date(2026, 12, 25)}) })
		if err != nil {
			return err
		}
		all, err := took(func() error { return draw(l, report.Options{}) })
		if err != nil {
			return err
		}
		sum, _ := took(func() error {
			h := sha256.New()
			for _, e := range l.Entries {
				h.Write(e.Body)
			}
			h.Sum(nil)
			return nil
		})
		week, whole, hashed = append(week, one), append(whole, all), append(hashed, sum)
	}
	r.add(Row{Name: "register-page-year", Value: median(whole), Unit: "ms", Anchor: "SHA-256 of the entries' bodies",
		AnchorValue: median(hashed), Ratio: median(whole) / median(hashed), Note: fmt.Sprintf("%d entries of one page, "+
			"all of a year, as text; a week out of them takes %.1f ms", len(l.Entries), median(week))}, valueAtMost(100))
	return nil
}

func draw(l report.Ledger, o report.Options) error {
	p, err := report.Draw(l, yearProduct.Page(), yearProduct, o)
	if err != nil {
		return err
	}
	return p.WriteText(io.Discard)
}

// took is how long something takes, in milliseconds.
func took(f func() error) (float64, error) {
	begin := time.Now()
	err := f()
	return millis(time.Since(begin)), err
}
