package app

import (
	"context"

	"steady/clinic"
	"steady/person"
)

// erasures are the cabinet rows that an event leaves no need for.
func erasures(f clinic.Fact) (out []Erasure) {
	who, fields := clinic.Erases(f)
	for _, field := range fields {
		out = append(out, Erasure{string(who), field})
	}
	return out
}

// sweep erases what stands of a no that was said to a program that erased
// nothing yet.
func (h *House) sweep(ctx context.Context) error {
	var gone []Erasure
	for _, who := range h.state.Reports.Unsent() {
		gone = append(gone, erasures(saidNo(who))...)
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := h.cfg.Store.EraseFields(ctx, h.cfg.Premises, gone)
	return err
}

func saidNo(who person.UserID) clinic.Fact {
	return &clinic.NationalRecorded{RecordNational: clinic.RecordNational{Person: who, Agrees: clinic.MayNotSend}}
}

// forget clears the bytes of erased rows beside the clinic's work. Where a long
// reading holds them, closing the database clears them: an error changes nothing
// of what was recorded and answered.
func (h *House) forget() {
	h.wipes.Go(func() { h.cfg.Store.Forget(context.Background()) })
}
