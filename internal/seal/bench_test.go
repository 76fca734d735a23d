package seal_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"steady/internal/seal"
)

// BenchmarkVerifyExport reports the rate of verifying a register of 200,000
// entries as a share of the rate of SHA-256 over the same bytes on one
// processor (target: at least 0.5). Both are measured in turn, in one run.
func BenchmarkVerifyExport(b *testing.B) {
	r := newRegister(b)
	for i := range 200_000 {
		switch page := fmt.Sprintf("diamorphine-hydrochloride-%dmg", 100+i/4%3); i % 4 {
		case 0:
			r.move("received", page, 10, 1_000_000, `,"batch":"B12345","expiry":"2027-05-01"`)
		default:
			r.move("administered", page, 0, -10_000,
				`,"visit":"01J9Z3V8Q4","person":"p-01j9z3v8q4","prescriber":"s-01j9","licence":"l-77"`)
		}
		if i%1000 == 999 {
			r.seal()
		}
	}
	file := r.export()
	b.SetBytes(int64(len(file)))
	bare, verified := time.Hour, time.Hour // the fastest of each: neighbours only slow things down
	for b.Loop() {
		start := time.Now()
		sha256.Sum256(file)
		middle := time.Now()
		if _, err := seal.VerifyExport(bytes.NewReader(file), seal.Options{}); err != nil {
			b.Fatal(err)
		}
		bare = min(bare, middle.Sub(start))
		verified = min(verified, time.Since(middle))
	}
	b.ReportMetric(float64(bare)/float64(verified), "of-sha256")
	b.ReportMetric(float64(len(file))/bare.Seconds()/1e6, "sha256-MB/s")
	b.ReportMetric(float64(len(r.entries))/verified.Seconds(), "entries/s")
}
