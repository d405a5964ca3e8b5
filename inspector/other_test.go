package inspector_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
)

// other records what services do when they start: three messages that nobody began.
func other(t testing.TB, rdb redis.UniversalClient) {
	t.Helper()
	for path, from := range map[string]string{"/.well-known/openid-configuration": trace.Client, "/.well-known/oauth-authorization-server": trace.ResourceServer, "/jwks": trace.ResourceServer} {
		emit(t, rdb, trace.AuthServer, func(receiver *trace.Recorder) {
			server := httptest.NewServer(receiver.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { sendJSON(w, 200, `{}`) })))
			defer server.Close()
			emit(t, rdb, from, func(sender *trace.Recorder) {
				through := sender.Transport(nil, trace.Hosts{strings.TrimPrefix(server.URL, "http://"): trace.AuthServer})
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := through.RoundTrip(req)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
			})
		})
	}
}

// Messages that nobody began must be one flow, which is shown after all others.
func TestTrafficThatNobodyBeganIsOneFlow(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	other(t, client)
	address := start(t, client)
	document(t, address, 11)
	strip := document(t, address+"/", 8).Find(".strip")
	if got := strip.Find("a").Last().Text(); strip.Find(".card").Length() != 1 || got != "Other traffic between servers" {
		t.Errorf("got %d flows, the last is %q", strip.Find(".card").Length(), got)
	}
	if got := document(t, address+"/flows/other", 3).Find("h1").Text(); got != "Other traffic between servers" {
		t.Errorf("title: got %q", got)
	}
}
