package inspector_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"quartet.example/inspector"
	"quartet.example/inspector/workshop"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/redistest"
	"quartet.example/shared/service"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// start runs an inspector on client and returns its address.
func start(t testing.TB, client redis.UniversalClient) string { return startWith(t, client, nil) }

// startWith is start with pages of labs.
func startWith(t testing.TB, client redis.UniversalClient, labs fs.FS) string {
	t.Helper()
	return startWorkshop(t, client, labs, nil)
}

// startWorkshop is startWith with what makes the attacks of the labs.
func startWorkshop(t testing.TB, client redis.UniversalClient, labs fs.FS, attacks workshop.Workshop) string {
	t.Helper()
	var cfg inspector.Config
	if err := flags.Load("inspector", "INSPECTOR", &cfg, []string{
		"--client-url=http://127.0.0.1:1", "--authserver-url=http://127.0.0.1:1", "--resourceserver-url=http://127.0.0.1:1",
	}); err != nil {
		t.Fatal(err)
	}
	s, err := inspector.New(cfg, inspector.Deps{Deps: service.Deps{
		Redis: client, Log: slog.New(slog.DiscardHandler), HTTP: http.DefaultClient, Now: time.Now,
	}, Labs: labs, Workshop: attacks})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		_ = s.Close()
	})
	return server.URL
}

func get(t testing.TB, address string, header ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// document waits until the page shows the given number of messages, all with responses, and
// returns the parsed page. The page is the list of all messages if address has no path.
func document(t testing.TB, address string, hops int) *goquery.Document {
	t.Helper()
	if u, err := url.Parse(address); err == nil && u.Path == "" {
		address += "/messages"
	}
	var doc *goquery.Document
	waittest.Until(t, fmt.Sprintf("%d messages", hops), func() bool {
		_, body := get(t, address)
		var err error
		if doc, err = goquery.NewDocumentFromReader(strings.NewReader(body)); err != nil {
			t.Fatal(err)
		}
		return doc.Find(".hop").Length() == hops && !strings.Contains(body, "under way")
	})
	return doc
}

func TestSignInIsOneFlowInOrder(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	doc := document(t, start(t, client), 8)

	if got := doc.Find(".flow").Length(); got != 1 {
		t.Errorf("flows: got %d, want 1", got)
	}
	if got := strings.Join(strings.Fields(doc.Find(".flow h2").Text()), " "); got != "Sign-in alice" {
		t.Errorf("title: got %q", got)
	}
	var got []string
	doc.Find(".hop").Each(func(_ int, s *goquery.Selection) {
		got = append(got, s.Find(".cover").Text())
	})
	want := []string{
		"Message 1, Browser to Client, through the browser, GET /login, 303",
		"Message 2, Browser to Authorization server, through the browser, GET /authorize, 303, 2 checks passed",
		"Message 3, Browser to Authorization server, through the browser, GET /login, 200",
		"Message 4, Browser to Authorization server, through the browser, POST /login, 303, 1 check passed",
		"Message 5, Browser to Client, through the browser, GET /callback, 303, 2 checks passed",
		"Message 6, Client to Authorization server, server to server, POST /token, 200, 3 checks passed",
		"Message 7, Browser to Client, through the browser, GET /api/notes, 200",
		"Message 8, Client to Resource server, server to server, GET /notes, 200, 2 checks passed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// An API call that is made 11 times must be one row for each of its two messages, which opens to all
// of them.
func TestRepeatedCallsAreOneRow(t *testing.T) {
	client := redistest.New(t)
	signInAndCall(t, client, 10)
	doc := document(t, start(t, client), 28)
	if got := doc.Find(".flow > .sequence > li").Length(); got != 8 {
		t.Errorf("rows: got %d, want 8", got)
	}
	var got []string
	doc.Find(".repeat").Each(func(_ int, s *goquery.Selection) {
		got = append(got, fmt.Sprintf("%s: %d", s.Find("summary .vh").Text(), s.Find(".hop a[href]").Length()))
		if s.Find("a").Length() != s.Find(".hop a").Length() {
			t.Error("the summary has a link, which a click would follow instead of opening the row")
		}
	})
	want := []string{
		"11 messages from 7 to 27, each: Browser to Client, through the browser, GET /api/notes, 200: 11",
		"11 messages from 8 to 28, each: Client to Resource server, server to server, GET /notes, 200, 2 checks passed: 11",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOneMessageInFull(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	href, _ := document(t, address, 8).Find(".hop a[href]").Eq(5).Attr("href")
	status, body := get(t, address+href)
	if status != http.StatusOK {
		t.Fatalf("status: got %d", status)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"code_verifier", "Its SHA-256 hash is", "RFC 7636 §4.5", "as.pkce.verifier", "at+jwt", "The recording leaves the signature out", "Also seen at", "sender and receiver"} {
		if !strings.Contains(doc.Text(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestFilters(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	refused(t, client)
	address := start(t, client)
	document(t, address, 9)
	for query, want := range map[string]int{
		"channel=back": 3, "channel=front": 6, "refused=1": 1, "find=/token": 2, "find=as.pkce.verifier": 2, "find=nothing+like+this": 0,
	} {
		document(t, address+"/messages?"+query, want)
	}
}

func TestScriptsGetJSON(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	document(t, address, 8)
	_, body := get(t, address+"/hops.json?find=/token")
	var doc struct{ Hops []trace.Event }
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Hops) != 1 || doc.Hops[0].Kind != "hop" || doc.Hops[0].From != "client" || doc.Hops[0].Status != 200 || len(doc.Hops[0].Checks) != 3 {
		t.Errorf("got %s", body)
	}
}

func TestListenersHearAndResume(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	document(t, address, 8)

	events := listen(t, address, "0")
	var ids []string
	for range 8 {
		ids = append(ids, <-events)
	}
	resumed := listen(t, address, ids[5])
	if got := <-resumed; got != ids[6] {
		t.Errorf("after %s: got %s, want %s", ids[5], got, ids[6])
	}
	refused(t, client)
	for range 2 { // request and response
		if got := <-events; !strings.Contains(got, "-") {
			t.Errorf("got id %q", got)
		}
	}
}

// listen returns the ids of the events that are sent after last.
func listen(t *testing.T, address, last string) <-chan string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), waittest.Patience)
	t.Cleanup(stop)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Last-Event-ID", last)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("media type: got %q", got)
	}
	ids := make(chan string, 64)
	go func() {
		defer close(ids)
		defer func() { _ = resp.Body.Close() }()
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				ids <- id
			}
		}
	}()
	return ids
}

func TestForgetting(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	document(t, address, 8)
	post := func(site string) int {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/clear", nil)
		req.Header.Set("Sec-Fetch-Site", site)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	if got := post("cross-site"); got != http.StatusBadRequest {
		t.Errorf("another site: got %d, want 400", got)
	}
	document(t, address, 8)
	if got := post("same-origin"); got != http.StatusOK { // the status after the redirect
		t.Errorf("our page: got %d", got)
	}
	document(t, address, 0)
}

func TestForeignHostIsRefused(t *testing.T) { // DNS rebinding
	address := start(t, redistest.New(t))
	for host, want := range map[string]int{
		"inspect.localhost:9002": 200, "localhost:9002": 200, "127.0.0.1:9002": 200, "[::1]:9002": 200,
		"evil.example": 400, "inspect.localhost.evil.example:9002": 400, "192.0.2.1": 400,
	} {
		if got, _ := get(t, address, "Host", host); got != want {
			t.Errorf("%s: got %d, want %d", host, got, want)
		}
	}
}

// A request with state=<script> must be shown as text.
func TestHostileValuesAreText(t *testing.T) {
	client := redistest.New(t)
	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	r := httptest.NewRequest(http.MethodGet, "http://auth.localhost:9000/authorize?scope="+url.QueryEscape(hostile)+"&"+url.QueryEscape("<b>x")+"=1&state="+url.QueryEscape(hostile), nil)
	r.Header.Set("User-Agent", hostile)
	emit(t, client, trace.AuthServer, func(rec *trace.Recorder) {
		rec.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<title>"+"&lt;script&gt;alert(1)&lt;/script&gt;"+"</title>")
		})).ServeHTTP(httptest.NewRecorder(), r)
	})
	address := start(t, client)
	doc := document(t, address, 1)
	href, _ := doc.Find(".hop a[href]").Attr("href")
	id := strings.TrimPrefix(href, "/hops/")
	for _, path := range []string{"/", "/messages", "/flows/" + id, href, "/messages?find=" + url.QueryEscape(hostile)} {
		_, body := get(t, address+path)
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img") || strings.Contains(body, "<b>x") {
			t.Errorf("%s: markup of the message is in the page", path)
		}
	}
	_, body := get(t, address+href)
	if !strings.Contains(body, "&lt;script&gt;alert(1)") {
		t.Error("the value is not shown")
	}
}

func TestRedisAwayIsSaid(t *testing.T) {
	server, client := redistest.Server(t)
	signIn(t, client)
	address := start(t, client)
	document(t, address, 8)
	server.Close()
	waittest.Until(t, "the page says it", func() bool {
		status, body := get(t, address)
		return status == http.StatusOK && strings.Contains(body, "The recording cannot be read")
	})
	if got, _ := get(t, address+"/readyz"); got != http.StatusServiceUnavailable {
		t.Errorf("/readyz: got %d, want 503", got)
	}
	document(t, address, 8) // messages that were read before are still shown
}

func TestUnknownMessageIsNotFound(t *testing.T) {
	address := start(t, redistest.New(t))
	if got, _ := get(t, address+"/hops/1-0"); got != http.StatusNotFound {
		t.Errorf("got %d, want 404", got)
	}
}

func TestConfig(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want string
		addr string
	}{
		"the default is loopback":                {nil, "", "localhost:9002"},
		"loopback by address":                    {[]string{"--listen=[::1]:9002"}, "", "[::1]:9002"},
		"all interfaces are refused":             {[]string{"--listen=0.0.0.0:9002"}, "listens on loopback only", ""},
		"unless a container asks":                {[]string{"--allow-non-loopback"}, "", ":9002"},
		"production is refused":                  {[]string{"--profile=production"}, "does not run in production", ""},
		"a public URL that is none":              {[]string{"--public-url=inspect"}, "public-url", ""},
		"everything that is wrong, in one error": {[]string{"--profile=production", "--listen=0.0.0.0:1", "--max-messages=0"}, "max-messages", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var cfg inspector.Config
			err := flags.Load("inspector", "INSPECTOR", &cfg, tt.args)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if err == nil && cfg.Addr() != tt.addr {
				t.Errorf("address: got %q, want %q", cfg.Addr(), tt.addr)
			}
		})
	}
}
