package main

import (
	"context"
	"fmt"

	"steady/internal/app"
)

var rebuildCommand = command{
	name: "rebuild", summary: "drop the read models and make them again from the journal",
	usage: "--data DIR [--database URL]", run: runRebuild,
	help: `The journal is the truth; the tables for history, search and pages are made from it. Stop the service first.`,
}

func runRebuild(c *call) int {
	p := c.placeFlags()
	if !c.parse(0, 0) {
		return unreadable
	}
	ctx := context.Background()
	db, err := p.open(ctx, false)
	if err == nil {
		defer db.Close()
		var premises string
		if premises, err = onlyPremises(ctx, db); err == nil {
			err = app.Rebuild(ctx, db, premises)
		}
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	fmt.Fprintln(c.out, "The read models are made again from the journal.")
	return answered
}
