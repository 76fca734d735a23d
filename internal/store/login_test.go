package store_test

import (
	"testing"

	"steady/internal/login"
	"steady/internal/login/logintest"
	"steady/internal/store"
	"steady/internal/store/storetest"
)

func TestLoginOnSQLite(t *testing.T) {
	logintest.Run(t, func(t *testing.T) login.Keys { return closing(t)(store.CreateSQLite(t.Context(), t.TempDir())) })
}

func TestLoginOnPostgres(t *testing.T) {
	logintest.Run(t, func(t *testing.T) login.Keys {
		return closing(t)(store.CreatePostgres(t.Context(), storetest.PostgresURL(t)))
	})
}
