package web

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/login"
)

// TestEveryTaskOfTheStockHasAWayOn: each kind leads to a page that exists.
func TestEveryTaskOfTheStockHasAWayOn(t *testing.T) {
	kinds := []clinic.StockTaskKind{clinic.StockDiffers, clinic.StockRecalled, clinic.StockExpired, clinic.StockCount,
		clinic.StockWeekly, clinic.StockMonthly, clinic.StockQuarantine, clinic.StockRequisition, clinic.StockSolution,
		clinic.StockReturned, clinic.StockAuthority, clinic.StockExemption, clinic.StockDispute, clinic.StockAlone}
	for _, k := range kinds {
		path, _, _ := strings.Cut(waysOn[k].to, "?")
		if _, ok := login.WhoMayRoute("GET " + path); !ok || waysOn[k].words == "" {
			t.Errorf("%s leads nowhere: %q", k, path)
		}
	}
	if len(waysOn) != len(kinds) {
		t.Errorf("%d ways for %d kinds", len(waysOn), len(kinds))
	}
}
