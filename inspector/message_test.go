package inspector_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// A page of a service links to its own message by trace and span.
func TestAPageLeadsToItsMessage(t *testing.T) {
	client := redistest.New(t)
	address := start(t, client)
	var path string
	emit(t, client, trace.AuthServer, func(r *trace.Recorder) {
		r.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
			path = strings.TrimPrefix(trace.Link(req.Context(), address), address)
		})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, auth+"/authorize", nil))
	})
	var body string
	waittest.Until(t, "the message is recorded", func() bool {
		var status int
		status, body = get(t, address+path)
		return status == http.StatusOK
	})
	if !strings.Contains(body, "/authorize") || strings.Contains(body, "Not recorded yet") {
		t.Errorf("%s leads to %s", path, body)
	}
}

func TestAMessageThatIsNotRecordedYet(t *testing.T) {
	address := start(t, redistest.New(t))
	unknown := "/t/" + strings.Repeat("a", 32) + "/" + strings.Repeat("b", 16)
	for name, tt := range map[string]struct{ path, refresh, want string }{
		"is looked for once more":      {unknown, "1; url=" + unknown + "?again=1", "Not recorded yet"},
		"then only when it is asked":   {unknown + "?again=1", "", `href="` + unknown + `?again=1"`},
		"ids of another form are none": {"/t/x/y", "", "There is no such message"},
		"nor are those with markup":    {"/t/%3Cscript%3E/y", "", "There is no such message"},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+tt.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Accept", "text/html")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			_, body := get(t, address+tt.path, "Accept", "text/html")
			if got := resp.Header.Get("Refresh"); resp.StatusCode != http.StatusNotFound || got != tt.refresh || !strings.Contains(body, tt.want) {
				t.Errorf("got %d, Refresh %q, want 404, %q and a page with %q:\n%s", resp.StatusCode, got, tt.refresh, tt.want, body)
			}
		})
	}
}

// Without a recorder there is no message to link to.
func TestNoRecorderNoMessage(t *testing.T) {
	var none *trace.Recorder
	none.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		if got := trace.Link(req.Context(), "http://inspect.localhost:9002"); got != "" {
			t.Errorf("got %q, want no path", got)
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
}
