package ui_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/ui"
)

// The servers of a process share their templates, but each page links to its own server.
func TestServersShareTemplatesAndKeepTheirAddresses(t *testing.T) {
	issuers := []string{"https://one.example", "https://two.example/tenant"}
	var all []*ui.Pages
	for _, issuer := range issuers {
		pages, err := ui.New(ui.Options{Issuer: issuer})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pages)
	}
	for i, issuer := range issuers {
		w := httptest.NewRecorder()
		if err := all[i].NotSignedIn(echo.New().NewContext(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil), w)); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(w.Body.String(), `href="`+issuer+`/account"`) {
			t.Errorf("the page of %s has no link to its account page:\n%s", issuer, w.Body)
		}
	}
}
