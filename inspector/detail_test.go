package inspector_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
)

// judged records a token request with checks: of those that pass, one is decisive.
func judged(t testing.TB, rdb redis.UniversalClient, pass bool) {
	t.Helper()
	rules := map[string]oauth.Check{}
	for _, c := range []oauth.Check{
		{ID: "as.client.known", Spec: "RFC 6749 §5.2", Error: oauth.InvalidClient, Meaning: "the client is registered", Stops: "unknown clients"},
		{ID: "as.code.unused", Spec: "RFC 6749 §4.1.2", Error: oauth.InvalidGrant, Meaning: "the code was not used before", Stops: "a second use", Decisive: "code replay"},
		{ID: "as.pkce.verifier", Spec: "RFC 7636 §4.6", Error: oauth.InvalidGrant, Meaning: "the verifier fits", Refusal: "it does not match", Stops: "stolen codes", Decisive: "stolen code"},
	} {
		rules[c.ID] = c
	}
	emit(t, rdb, trace.AuthServer, func(rec *trace.Recorder) {
		rec.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for _, id := range []string{"as.client.known", "as.code.unused", "as.pkce.verifier"} {
				c := rules[id]
				_ = c.Require(r.Context(), pass || id != "as.pkce.verifier")
			}
			sendJSON(w, http.StatusOK, `{"token_type":"Bearer"}`)
		})).ServeHTTP(httptest.NewRecorder(), request("POST", auth+"/token", map[string][]string{"grant_type": {"authorization_code"}, "scope": {"a b"}}))
	})
}

// open returns the page about the n-th message of the list.
func open(t *testing.T, rdb redis.UniversalClient, hops, n int) *goquery.Selection {
	t.Helper()
	address := start(t, rdb)
	href, _ := document(t, address, hops).Find(".hop a[href]").Eq(n).Attr("href")
	status, body := get(t, address+href)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil || status != http.StatusOK {
		t.Fatalf("got %d, %v", status, err)
	}
	return doc.Find("#detail")
}

func TestOnlyDecisiveAndFailedChecksAreOpen(t *testing.T) {
	for pass, want := range map[bool]string{
		true:  "open as.code.unused as.pkce.verifier, folded as.client.known",
		false: "open as.pkce.verifier, folded as.client.known as.code.unused",
	} {
		rdb := redistest.New(t)
		judged(t, rdb, pass)
		detail := open(t, rdb, 1, 0)
		ids := func(selector string) string {
			return strings.Join(detail.Find(selector).Map(func(_ int, s *goquery.Selection) string { return s.Find("code").Text() }), " ")
		}
		if got := "open " + ids(".judged > .checks > li") + ", folded " + ids(".judged details .checks > li"); got != want {
			t.Errorf("passed %t: got %q, want %q", pass, got, want)
		}
		if refused := detail.Find(".checks .failed"); refused.Length() == 0 != pass || !pass && !strings.Contains(refused.Text(), "it does not match") {
			t.Errorf("passed %t: got %q", pass, refused.Text())
		}
		if _, isOpen := detail.Find("#d-passed").Attr("open"); isOpen {
			t.Error("the other checks are open")
		}
	}
}

// The page has request and response first, then the checks, the tokens, the command and the records.
func TestOrderOfTheDetail(t *testing.T) {
	rdb := redistest.New(t)
	signIn(t, rdb)
	got := open(t, rdb, 8, 5).Find("h3").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
	want := []string{
		"Request", "Response", "Checked by Authorization server", "Access token for the API", "Refresh token for the authorization server",
		"ID token for the client", "Send it again with curl", "Sent and received",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEachParameterIsExplained(t *testing.T) {
	rdb := redistest.New(t)
	signIn(t, rdb)
	detail := open(t, rdb, 8, 5)
	row := detail.Find(".params li").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Find(".key").Text() == "code" })
	text := strings.Join(strings.Fields(row.Text()), " ")
	for _, want := range []string{"Set by authorization server.", "Checked by authorization server.", "Stops", "RFC 6749 §4.1.2", "43 characters", "Also seen at messages 4, 5"} {
		if !strings.Contains(text, want) {
			t.Errorf("got %q, want it to say %q", text, want)
		}
	}
	ids := map[string]bool{}
	detail.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); ids[id] {
			t.Errorf("the id %s is there twice", id)
		} else {
			ids[id] = true
		}
	})
}

func TestTokenCardsSayWhatTheTokensAreFor(t *testing.T) {
	rdb := redistest.New(t)
	signIn(t, rdb)
	cards := open(t, rdb, 8, 5).Find(".token")
	for i, wants := range [][]string{
		{"Access token for the API", "http://api.localhost:9001", "expired at 2026-11-22", "after 5 minutes", "not checked by this service", "ES256, key k1", "bearer"},
		{"Refresh token for the authorization server", "This is no JWT"},
		{"ID token for the client", "Audiencenotes", "RS256, key k2", "2026-11-22 18:52:48 UTC"},
	} {
		text := strings.Join(strings.Fields(cards.Eq(i).Text()), " ")
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("card %d: got %q, want it to say %q", i+1, text, want)
			}
		}
	}
}

func TestCurlAndBothRecordsAreShown(t *testing.T) {
	rdb := redistest.New(t)
	signIn(t, rdb)
	detail := open(t, rdb, 8, 5)
	command := detail.Find("pre.command").Text()
	if copied := detail.Find("[data-copy]").AttrOr("data-copy", ""); copied != command || !strings.Contains(command, `"code=$CODE"`) || !strings.Contains(command, `-u "notes:$CLIENT_SECRET"`) {
		t.Errorf("got %s, copied %s", command, copied)
	}
	for _, want := range []string{"from the response to message 4", "Sender and receiver agree", "Recorded by sender and receiver"} {
		if text := strings.Join(strings.Fields(detail.Text()), " "); !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// A token with hostile claims, and a value that would end the quoting, must be text.
func TestHostileTokensAreText(t *testing.T) {
	rdb := redistest.New(t)
	const hostile = `</dd><script>alert(1)</script>`
	r := request("GET", "http://api.localhost:9001/notes", nil)
	r.Header.Set("Authorization", "Bearer "+jwt(`{"alg":"`+hostile+`","kid":"`+hostile+`","typ":"at+jwt"}`, `{"aud":"`+hostile+`","exp":"`+hostile+`","`+hostile+`":1,"cnf":{"jkt":"`+hostile+`"}}`))
	r.Header.Set("Accept", `'; </pre><script>alert(1)</script>`)
	emit(t, rdb, trace.ResourceServer, func(rec *trace.Recorder) {
		rec.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {})).ServeHTTP(httptest.NewRecorder(), r)
	})
	detail := open(t, rdb, 1, 0)
	if n := detail.Find("script").Length(); n != 0 {
		t.Errorf("got %d scripts", n)
	}
	if text := detail.Text(); strings.Count(text, "<script>alert(1)</script>") < 3 {
		t.Errorf("the values are not shown: %s", text)
	}
}
