package store_test

import (
	"testing"

	"steady/internal/labdesk"
	"steady/internal/store"
	"steady/internal/store/storetest"
)

func TestLabOnSQLite(t *testing.T) {
	storetest.RunPapers(t, func(t *testing.T) labdesk.Papers {
		return closing(t)(store.CreateSQLite(t.Context(), t.TempDir()))
	})
}

func TestLabOnPostgres(t *testing.T) {
	storetest.RunPapers(t, func(t *testing.T) labdesk.Papers {
		return closing(t)(store.CreatePostgres(t.Context(), storetest.PostgresURL(t)))
	})
}
