package report_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"quartet.example/client/cmd/internal/notes"
	"quartet.example/client/cmd/internal/report"
)

func TestNoTokenIsShown(t *testing.T) {
	const jwt = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2EuZXhhbXBsZSIsInN1YiI6ImFsaWNlIiwiYXVkIjoiYiJ9.c2lnbmF0dXJl"
	for name, raw := range map[string]string{"a JWT": jwt, "an opaque one": "opaque-4711"} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			report.Token(&out, (&oauth2.Token{AccessToken: raw, RefreshToken: "refresh-4711", Expiry: time.Now().Add(time.Minute)}).
				WithExtra(map[string]any{"scope": "notes:read", "id_token": jwt}))
			for _, part := range append(strings.Split(raw, "."), "refresh-4711") {
				if strings.Contains(out.String(), part) {
					t.Errorf("it shows a part of a token: %s", out.String())
				}
			}
			for _, want := range []string{"Bearer, good for 1m0s", "notes:read"} {
				if !strings.Contains(out.String(), want) {
					t.Errorf("got %s, want %s in it", out.String(), want)
				}
			}
			if name == "a JWT" && !strings.Contains(out.String(), "sub        alice") {
				t.Errorf("got %s, want the subject", out.String())
			}
		})
	}
}

func TestNotesDoNotSteerTheTerminal(t *testing.T) {
	var out strings.Builder
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"notes":[{"text":"a\u001b[2J\u009b2J\u202e\r\nb"}]}`)
	}))
	defer server.Close()
	if err := report.Notes(t.Context(), &out, notes.API{URL: server.URL, Token: new(oauth2.Token), HTTP: server.Client()}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.ContainsAny(got, "\x1b\u009b\u202e\r") || !strings.HasSuffix(got, "a?[2J?2J?  b\n") {
		t.Errorf("got %q", got)
	}
}
