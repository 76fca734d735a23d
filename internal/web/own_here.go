package web

import (
	"context"
	"log/slog"

	core "steady/voice/study"
)

// peopleSay are the quotes of every study that were released for people's own
// pages, the newest release last. A study that cannot be opened takes nothing
// from the page.
func (s *Server) peopleSay(ctx context.Context) (out []string) {
	if s.cfg.Studies == nil {
		return nil
	}
	ids, err := s.cfg.Studies.IDs()
	if err != nil {
		slog.Warn("studies not listed", "err", err)
		return nil
	}
	for _, id := range ids {
		st, err := s.cfg.Studies.Study(ctx, id)
		if err != nil {
			slog.Warn("study not opened", "study", id, "err", err)
			continue
		}
		st.View(func(x *core.State) {
			for _, q := range x.Released(core.UsePeople) {
				out = append(out, q.Text.Get())
			}
		})
	}
	return out
}
