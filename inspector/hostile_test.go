package inspector_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
)

// hostileValues are what an attacker sends to whoever looks at the recording.
var hostileValues = map[string]string{
	"markup":        `"><script>alert(1)</script><hostile-x onclick=alert(1)>'--></textarea></title>`,
	"a control":     "a\x00b\x07c\x1b[2J\x1b]0;title\x07\x7f\r\nSet-Cookie: x=y",
	"right to left": "safe\u202eevil\u2066\u2069\u200f",
	"invalid UTF-8": "a\xff\xfe\xc3(\xed\xa0\x80",
	"a template":    `{{.}} ${x} javascript:alert(1) %0d%0a`,
	"a long value":  strings.Repeat("<hostile-x>", 1<<15/11), // of both drafts of a message, 8 MB are kept; a server reads 1 MB of headers
}

// hostileRequest has the value wherever a recorded value can be.
func hostileRequest(value string) *http.Request {
	names := []string{"client_id", "redirect_uri", "error_description", "scope", "iss", value}
	form := url.Values{}
	for _, name := range names {
		form.Add(name, value)
	}
	query := form
	if len(value) > 1<<16 {
		query = url.Values{"scope": {value[:1<<16]}}
	}
	body, _ := json.Marshal(map[string]string{"client_id": value, value: value})
	req := httptest.NewRequest(http.MethodPost, "http://auth.localhost:9000/authorize?"+query.Encode(), strings.NewReader(form.Encode()))
	req.Header = http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "User-Agent": {value}, "Accept": {value}, "Referer": {value}, "Origin": {value},
		"Cookie": {"x=" + value + "; " + value + "=y"}, "X-Hostile": {value}, value: {value}, "Traceparent": {value}, "Tracestate": {"quartet=" + value},
		"Authorization": {"Bearer " + jwt(string(body), string(body))}, "Dpop": {jwt(string(body), string(body))},
	}
	req.Host = "auth.localhost:9000"
	return req
}

func hostileAnswer(value string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		w.Header()["Location"] = []string{"http://app.localhost:8080/callback?" + url.Values{"error": {value}, "state": {value}}.Encode()}
		w.Header()["Www-Authenticate"] = []string{value}
		w.Header()["Set-Cookie"] = []string{value + "=" + value + "; Path=" + value}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": value, "error_description": value, "title": value})
	}
}

// pagesAreText fails if a page or file shows a recorded value as anything but text.
func pagesAreText(t *testing.T, value string) {
	t.Helper()
	client := redistest.New(t)
	emit(t, client, trace.AuthServer, func(rec *trace.Recorder) {
		rec.Middleware(hostileAnswer(value)).ServeHTTP(httptest.NewRecorder(), hostileRequest(value))
	})
	address := start(t, client)
	hop, _ := document(t, address, 1).Find(".hop a[href]").First().Attr("href")
	_, page := get(t, address+hop)
	paths := []string{"/", "/messages", hop, "/hops.json"}
	paths = append(paths, parsedLinks(t, page, "/flows/")...)
	for _, path := range paths {
		status, body := get(t, address+path)
		if status != http.StatusOK {
			t.Errorf("%s: got %d", path, status)
			continue
		}
		if i := strings.IndexAny(body, "\x00\x07\x1b\x7f\u202e\u2066\u200f"); i >= 0 && !strings.HasSuffix(path, ".png") {
			t.Errorf("%s: a control character at %d: %q", path, i, body[max(0, i-40):i+1])
		}
		if !utf8.ValidString(body) {
			t.Errorf("%s is not UTF-8", path)
		}
		if len(body) > 1<<20 {
			t.Errorf("%s has %d bytes, because a value is not shortened", path, len(body))
		}
		if strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".har") || strings.HasSuffix(path, ".jsonl") {
			continue // read by programs, and sent with nosniff
		}
		for _, markup := range []string{"<hostile-x", "<script>alert", "onclick=alert(1)>"} {
			if strings.Contains(body, markup) {
				t.Errorf("%s has %q as markup", path, markup)
			}
		}
	}
}

// parsedLinks returns the links of a page that begin with prefix, each once.
func parsedLinks(t *testing.T, page, prefix string) []string {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var links []string
	seen := map[string]bool{}
	for _, a := range doc.Find("a[href]").EachIter() {
		if href := a.AttrOr("href", ""); strings.HasPrefix(href, prefix) && !seen[href] {
			seen[href] = true
			links = append(links, href)
		}
	}
	return links
}

func TestHostileValuesAreTextInEveryPlace(t *testing.T) {
	for name, value := range hostileValues {
		t.Run(name, func(t *testing.T) { pagesAreText(t, value) })
	}
}

// FuzzHostileValues needs no seed of its own: it changes those of the test above.
func FuzzHostileValues(f *testing.F) {
	for _, value := range hostileValues {
		if len(value) < 1<<10 {
			f.Add(value)
		}
	}
	f.Fuzz(pagesAreText)
}
