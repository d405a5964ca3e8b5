package notes_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"quartet.example/client/cmd/internal/notes"
	"quartet.example/shared/localnet"
)

// api answers as serve does, to whoever brings the token.
func api(t *testing.T, serve http.HandlerFunc) notes.API {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Authorization"); got != "Bearer at" || strings.Contains(r.URL.RawQuery, "at=") {
			t.Errorf("RFC 6750 §2.1 %s: got Authorization %q", r.URL, got)
		}
		serve(w, r)
	}))
	t.Cleanup(server.Close)
	return notes.API{URL: server.URL, Token: &oauth2.Token{AccessToken: "at", TokenType: "Bearer"}, HTTP: localnet.HTTPClient(0)}
}

func TestListReadsEveryPage(t *testing.T) {
	a := api(t, func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("cursor"))
		if n < 4 {
			w.Header().Set("Link", fmt.Sprintf(`</other>; rel="prev", </notes?cursor=%d>; title="a, b"; rel=next`, n+1))
		}
		fmt.Fprintf(w, `{"notes":[{"id":"%d"}],"new":true}`, n)
	})
	list, err := a.List(t.Context())
	if err != nil || len(list) != 5 || list[4].ID != "4" {
		t.Errorf("got %v and %v, want five notes", list, err)
	}
}

// A server must not send the token elsewhere.
func TestTokenStaysWithItsServer(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the other server was called") }))
	defer other.Close()
	for name, serve := range map[string]http.HandlerFunc{
		"next page on another server": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Link", "<"+other.URL+`/notes>; rel="next"`)
			fmt.Fprint(w, `{"notes":[]}`)
		},
		"redirect to another server": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/notes", http.StatusTemporaryRedirect)
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := api(t, serve).List(t.Context()); err == nil {
				t.Error("got no error")
			}
		})
	}
}

func TestRefusalsInWords(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"about the token":   {401, `{"error":"invalid_token","error_description":"the token is expired"}`, `401 Unauthorized "the token is expired"`},
		"about the request": {409, `{"title":"Conflict","status":409,"detail":"there is no room"}`, `409 Conflict "there is no room"`},
		"something else":    {502, `<html>`, `502 Bad Gateway ""`},
	} {
		t.Run(name, func(t *testing.T) {
			a := api(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(tt.status); fmt.Fprint(w, tt.body) })
			if _, err := a.WhoAmI(t.Context()); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
