package study

import (
	"context"
	"encoding/json"
	"fmt"

	"steady/journal"
	"steady/person"
	core "steady/voice/study"
)

// Linked gives the ids in the clinic of the participants who take part now and
// agreed that themes are set beside outcomes (V-31). It is for tables of groups
// alone: no page shows one person's row of it.
func (s *Study) Linked(ctx context.Context) (map[string]person.UserID, error) {
	keys := map[string]*core.Text{}
	var ids []string
	s.View(func(x *core.State) {
		for _, p := range x.Participants {
			if p.Withdrawn == 0 && p.Consent().Link && p.Key != nil {
				keys[p.ID] = p.Key
				ids = append(ids, p.Key.Ref)
			}
		}
	})
	out := map[string]person.UserID{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := s.cfg.keys().Secrets(ctx, s.cfg.ID, ids)
	if err != nil {
		return nil, err
	}
	for id, t := range keys {
		row, ok := rows[t.Ref]
		if !ok {
			continue
		}
		if !journal.CheckDigest(t.Digest, row.Salt, row.Text) {
			return nil, fmt.Errorf("the row %s of the key table is not the text that was recorded", t.Ref)
		}
		var k core.Key
		if err := json.Unmarshal([]byte(row.Text), &k); err != nil {
			return nil, err
		}
		if k.Person != "" {
			out[id] = person.UserID(k.Person)
		}
	}
	return out, nil
}
