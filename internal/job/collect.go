package job

import (
	"os"
	"runtime/debug"
)

// collectAt is how far memory may grow, in per cent of what is kept, before it is
// collected.
const collectAt = 800

// CollectLess lets memory grow further before it is collected, for a process that does
// nothing but replications: each keeps some ten megabytes and makes half a gigabyte, and a
// tenth of its time went into collecting at 400 per cent. Whoever set GOGC is left alone.
// What it returns sets it back.
func CollectLess() (back func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(collectAt)
	return func() { debug.SetGCPercent(before) }
}
