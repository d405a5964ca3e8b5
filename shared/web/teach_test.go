package web_test

import (
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/teach"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

const inspector = "http://inspect.localhost:9002"

// refusing answers each request with the refusal of a check that has this id.
func refusing(id string, o web.Options) *echo.Echo {
	check := oauth.Check{ID: id, Spec: "RFC 6749 §1", Error: oauth.InvalidRequest, Meaning: "what the rule says", Refusal: "what the client reads", Stops: "an attack"}
	o.Service = "authserver"
	e := web.New(o)
	e.GET("/", func(c echo.Context) error {
		return check.Fail(c.Request().Context(), nil).Comparing(oauth.Mismatch{
			Name: "redirect_uri", Sent: `http://app.localhost:8080/callback/"><script>alert(1)</script>`, As: "registered",
			Expected: []string{"http://app.localhost:8080/callback"}, Note: "a note of the check",
		})
	})
	return e
}

// Each of the ten failures has its own text in the dev profile, and none of it in production.
func TestErrorPagesTeachInTheDevProfileOnly(t *testing.T) {
	for _, lesson := range teach.Lessons() {
		for _, id := range lesson.Checks {
			name := lesson.Failure + " " + id
			recorder := trace.New(trace.Options{Service: "authserver", Sink: trace.MemorySink(), Now: time.Now, Dev: true})
			dev := do(refusing(id, web.Options{Dev: true, Inspector: inspector, Recorder: recorder}), http.MethodGet, "/", "", "Accept", "text/html")
			t.Run(name+" dev page", func(t *testing.T) { wantLesson(t, read(t, dev), lesson, id) })

			production := do(refusing(id, web.Options{Inspector: inspector}), http.MethodGet, "/", "", "Accept", "text/html")
			t.Run(name+" production page", func(t *testing.T) { wantProtocolOnly(t, read(t, production), lesson, id) })

			for profile, isDev := range map[string]bool{"dev": true, "production": false} {
				t.Run(name+" "+profile+" JSON", func(t *testing.T) {
					body := read(t, do(refusing(id, web.Options{Dev: isDev, Inspector: inspector}), http.MethodGet, "/", ""))
					want := `{"error":"invalid_request","error_description":"what the client reads"}`
					if isDev { // the script tag is escaped by JSON, and its quote is not in the alphabet of RFC 6749 §5.2
						words := "what the client reads; registered: http://app.localhost:8080/callback, sent: http://app.localhost:8080/callback/'" +
							`\u003e\u003cscript\u003ealert(1)\u003c/script\u003e, first difference at character 35`
						want = strings.Replace(want, "what the client reads", teach.Describe(id, words), 1)
					}
					if strings.TrimSpace(body) != want {
						t.Errorf("got %s, want %s", body, want)
					}
				})
			}
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

func wantLesson(t *testing.T, body string, lesson teach.Lesson, id string) {
	t.Helper()
	_, body, _ = strings.Cut(body, "<main")
	text := html.UnescapeString(tag.ReplaceAllString(body, ""))
	for _, want := range []string{
		lesson.Title, lesson.Cause, lesson.Fix, "what the rule says", "an attack", id, "a note of the check",
		`the registered one is /callback.`, "The first difference is at character 35", "alert(1)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q: %s", want, text)
		}
	}
	for markup, n := range map[string]int{
		"<h1>" + html.EscapeString(lesson.Title) + "</h1>": 1,
		"<script": 0,
		`href="` + inspector + "/rfcs#" + id + `"`:            1,
		`href="` + inspector + "/t/":                          1,
		"<mark":                                               2,
		`<span class="vh">[difference: </span>`:               1, // what was sent beyond the registered value
		`<span class="vh">[something is missing here]</span>`: 1,
	} {
		if got := strings.Count(body, markup); got != n {
			t.Errorf("%s is there %d times, want %d: %s", markup, got, n, body)
		}
	}
}

func wantProtocolOnly(t *testing.T, body string, lesson teach.Lesson, id string) {
	t.Helper()
	for _, secret := range []string{lesson.Title, lesson.Cause, lesson.Fix, id, "what the rule says", "an attack", "RFC 6749", "callback", "a note of the check", inspector} {
		if strings.Contains(body, secret) {
			t.Errorf("the page of production has %q", secret)
		}
	}
	for _, want := range []string{"What the client reads.", "invalid_request", "400"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestWithoutARecorderNoLinkToAMessage(t *testing.T) {
	body := read(t, do(refusing("as.code.unused", web.Options{Dev: true, Inspector: inspector}), http.MethodGet, "/", "", "Accept", "text/html"))
	if strings.Contains(body, inspector+"/t/") {
		t.Error("the page links to a message that is not recorded")
	}
}

func TestTheChallengeTeachesInTheDevProfileOnly(t *testing.T) { // RFC 6750 §3
	for isDev, want := range map[bool]string{true: "no; " + teach.Of("rs.aud").Hint, false: "no"} {
		e := web.New(web.Options{Dev: isDev})
		e.GET("/", func(echo.Context) error {
			return &oauth.Error{Code: oauth.InvalidToken, Description: "no", Check: &oauth.Check{ID: "rs.aud"}}
		})
		if got := do(e, http.MethodGet, "/", "").Header.Get("WWW-Authenticate"); got != `Bearer error="invalid_token", error_description="`+want+`"` {
			t.Errorf("dev %v: got %s", isDev, got)
		}
	}
}

func read(t *testing.T, resp *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
