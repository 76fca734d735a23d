package main

import (
	"context"
	"fmt"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/protocol"
	"steady/register"
)

// installPack is "steady pack install".
func installPack(c *call) int {
	p := c.placeFlags()
	if !c.parse(1, 1) {
		return unreadable
	}
	if p.dir == "" {
		c.complain(errNoPlace)
		return unreadable
	}
	b, err := c.packDocument(c.operands[0])
	if err != nil {
		c.complain(err)
		return unreadable
	}
	r, err := judge(b)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	for _, f := range r.Faults {
		fmt.Fprintf(c.err, "%s: refused: %s\n", c.path, f)
	}
	if !r.OK {
		return refused
	}
	if r.Status == "draft" {
		fmt.Fprintf(c.err, "%s: %s is a draft and %s\n", c.path, r.ID, draftWords[r.Kind])
	}
	if err := c.putIntoForce(p, b); err != nil {
		c.complain(err)
		return refused
	}
	fmt.Fprintf(c.out, "%s %s is in force. A server that runs already uses it from its next command on.\n", r.ID,
		r.Version)
	return answered
}

// putIntoForce journals a pack that was judged and proved.
func (c *call) putIntoForce(p *place, document []byte) error {
	ctx := context.Background()
	s, err := p.enter(ctx, "", wallClock, false)
	if err != nil {
		return err
	}
	defer s.close()
	var zone moment.Zone
	s.house.View(func(st *clinic.State) { zone = st.Zone() })
	body, from, err := packBody(document)
	if err != nil {
		return err
	}
	if today := zone.Day(wallClock()); from > today {
		return fmt.Errorf("it is valid from %s: install it on that day, or put an earlier day under valid_from", from)
	}
	_, err = s.house.Do(ctx, app.Request{Command: clinic.Command{ID: app.NewID(), By: clinic.System, Body: body}})
	return err
}

// packBody is the command that puts a pack into force, and its first day.
func packBody(document []byte) (clinic.Body, moment.Day, error) {
	if isJurisdiction(document) {
		j, err := register.LoadJurisdiction(document)
		if err != nil {
			return nil, 0, err
		}
		return clinic.InstallJurisdiction{Document: document}, j.ValidFrom, nil
	}
	p, err := protocol.Load(document)
	if err != nil {
		return nil, 0, err
	}
	return clinic.InstallPack{Document: document}, p.ValidFrom, nil
}
