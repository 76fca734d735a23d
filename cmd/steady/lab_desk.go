package main

import (
	"bytes"

	"steady/internal/app"
	"steady/internal/job"
	"steady/internal/labdesk"
	"steady/internal/report/brief"
	"steady/lab/compare"
)

// briefOf draws the two pages of a comparison.
func briefOf(c *compare.Comparison) ([]byte, error) {
	var b bytes.Buffer
	err := brief.Write(&b, c)
	return b.Bytes(), err
}

// labDesk opens the policy lab's desk over the service's own store: one worker,
// so that the clinic keeps the machine.
func (s *site) labDesk() (*labdesk.Desk, error) {
	program, err := job.Program()
	if err != nil {
		return nil, err
	}
	return labdesk.Open(labdesk.Config{Papers: s.db, Premises: s.house.Premises(), Now: s.house.Now,
		Process: app.NewID(), Run: labdesk.Simulate(program)}), nil
}
