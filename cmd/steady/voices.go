package main

import (
	"context"

	"steady/internal/report/commissioner"
	"steady/internal/study"
	core "steady/voice/study"
)

// releasedVoices are what people released for those who pay for the service, out
// of every study of the place.
type releasedVoices struct{ rooms *study.Rooms }

// Released lists the quotes in the order of their studies and of their release.
func (v releasedVoices) Released(ctx context.Context) (out []commissioner.Quote, err error) {
	ids, err := v.rooms.IDs()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		s, err := v.rooms.Study(ctx, id)
		if err != nil {
			return nil, err
		}
		s.View(func(st *core.State) {
			for _, q := range st.Released(core.UsePack) {
				out = append(out, commissioner.Quote{Words: q.Text.Get(), About: "Interview"})
			}
		})
	}
	return out, nil
}
