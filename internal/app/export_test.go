package app

import (
	"context"

	"steady/clinic"
	"steady/moment"
)

// MostVisits is KeptVisits of everybody with another bound.
func (h *House) MostVisits(ctx context.Context, since, until moment.Day, most int) ([]clinic.KeptVisit, moment.Day,
	error) {
	return h.keptVisits(ctx, since, until, "", most)
}
