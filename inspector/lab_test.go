package inspector_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
)

// attack records a request of the attacker to a careless server in the inspector at address, as a lab in
// another process does.
func attack(t *testing.T, address string) {
	t.Helper()
	run := trace.StartLab(trace.Lab{ID: "03", Name: "Stolen code", Target: "naive"}, trace.InspectorSink(address, nil), time.Now)
	target := httptest.NewServer(run.Recorder(trace.NaiveAS).Middleware(http.NotFoundHandler()))
	defer target.Close()
	calls := &http.Client{Transport: run.Recorder(trace.Attacker).Transport(nil, trace.Hosts{strings.TrimPrefix(target.URL, "http://"): trace.NaiveAS})}
	for _, path := range []string{"/authorize", "/token"} {
		resp, err := calls.Get(target.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	if err := run.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A lab in another process records into the inspector. Its messages are one flow, which has the name of
// the run, and lanes for the attacker and its target.
func TestARunOfALabIsAFlow(t *testing.T) {
	address := start(t, redistest.New(t))
	attack(t, address)
	document(t, address, 2)
	doc := document(t, address+"/", 2)
	if got := strings.TrimSpace(doc.Find(".card").First().Text()); !strings.HasPrefix(got, "Lab 03 Stolen code · naive") {
		t.Errorf("got the flow %q", got)
	}
	heads := strings.Join(strings.Fields(doc.Find(".heads").Text()), " ")
	for _, want := range []string{"Careless authorization server", "Attacker"} {
		if !strings.Contains(heads, want) {
			t.Errorf("no lane %q: %s", want, heads)
		}
	}
	if doc.Find(".heads .of-attacker .mark-attacker").Length() != 1 || doc.Find(".heads .of-naive-as .mark-naive-as").Length() != 1 {
		t.Error("the attacker or its target has no mark of its own")
	}
	if got := doc.Find("#rows .cover").First().Text(); !strings.HasPrefix(got, "Message 1, Attacker to Careless authorization server") {
		t.Errorf("got the message %q", got)
	}
}

// Only a lab can add events, and only events without secrets.
func TestEventsThatNoLabRecordsAreRefused(t *testing.T) {
	address := start(t, redistest.New(t))
	const good = `{"v":1,"ts":"2026-11-30T10:00:00Z","svc":"attacker","lab":{"id":"03","run":"a"},"side":"client","kind":"request","trace":"a","span":"b","from":"attacker","to":"authserver","channel":"back","method":"GET","url":"http://a.localhost/"}`
	for name, tt := range map[string]struct {
		body, contentType, site string
		want                    int
	}{
		"as a lab records it":             {good, trace.MediaTypeEvents, "", http.StatusNoContent},
		"a page of another site":          {good, trace.MediaTypeEvents, "cross-site", http.StatusBadRequest},
		"a form":                          {good, "text/plain", "", http.StatusBadRequest},
		"no events":                       {"", trace.MediaTypeEvents, "", http.StatusBadRequest},
		"no JSON":                         {"hello", trace.MediaTypeEvents, "", http.StatusBadRequest},
		"without a lab":                   {strings.Replace(good, `"lab":{"id":"03","run":"a"},`, "", 1), trace.MediaTypeEvents, "", http.StatusBadRequest},
		"recorded by its own reference":   {strings.NewReplacer(`"svc":"attacker"`, `"svc":"authserver"`, `"client"`, `"server"`).Replace(good), trace.MediaTypeEvents, "", http.StatusNoContent},
		"recorded by one who is not part": {strings.Replace(good, `"svc":"attacker"`, `"svc":"naive-as"`, 1), trace.MediaTypeEvents, "", http.StatusBadRequest},
		"a secret":                        {strings.Replace(good, `"method"`, `"params":[{"name":"code","in":"query","class":"credential","value":"s3cret"}],"method"`, 1), trace.MediaTypeEvents, "", http.StatusBadRequest},
		"a long name of the lab":          {strings.Replace(good, `"id":"03"`, `"id":"`+strings.Repeat("0", 65)+`"`, 1), trace.MediaTypeEvents, "", http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/events", strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", tt.contentType)
			if tt.site != "" {
				req.Header.Set("Sec-Fetch-Site", tt.site)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if resp.StatusCode != tt.want {
				t.Errorf("got %d, want %d", resp.StatusCode, tt.want)
			}
		})
	}
}
