package inspector_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
)

// The page about a flow must say what the flow is, and have one row for each message.
func TestAFlowIsADiagram(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	refused(t, client)
	address := start(t, client)
	document(t, address, 9)
	cards := document(t, address+"/", 1).Find(".card") // the newest flow is the refused request
	if got := strings.Join(strings.Fields(cards.First().Text()), " "); !strings.HasPrefix(got, "Code exchange 1 refused") || !strings.HasSuffix(got, " UTC") {
		t.Errorf("first card: got %q", got)
	}
	doc := document(t, address+cards.Eq(1).Find("a").AttrOr("href", ""), 8)
	if got, want := doc.Find("title").Text(), "Sign-in · authorization code, PKCE · alice · 8 messages · Inspector"; got != want {
		t.Errorf("title: got %q, want %q", got, want)
	}
	if got := doc.Find("#rows > .front.right").Length(); got != 6 {
		t.Errorf("messages through the browser: got %d, want 6", got)
	}
	bracket := doc.Find("#rows > li").Eq(3).Find(".passing")
	for _, want := range []string{"303 through your browser", "app.localhost:8080/callback", "then message 5", "code", "1 more", "can be seen by the user, browser extensions"} {
		if !strings.Contains(bracket.Text(), want) {
			t.Errorf("the redirect with the code does not say %q: %s", want, bracket.Text())
		}
	}
}

// A message is shown beside the diagram of its flow, in which it is marked.
func TestAMessageIsBesideItsDiagram(t *testing.T) {
	client := redistest.New(t)
	signInAndCall(t, client, 2)
	address := start(t, client)
	rows := document(t, address, 12).Find(".hop a[href]")
	for i, inRow := range map[int]bool{5: false, 8: true} { // the second call is in a row of several
		doc := document(t, address+rows.Eq(i).AttrOr("href", ""), 12)
		current := doc.Find(`#rows [aria-current="step"]`)
		if current.Length() != 1 || !strings.Contains(current.Text(), doc.Find("#detail-title").Text()) {
			t.Errorf("got %d marked rows: %s", current.Length(), current.Text())
		}
		if got := current.Closest("details[open]").Length() == 1; got != inRow {
			t.Errorf("the row of several is open: got %t, want %t", got, inRow)
		}
	}
}

// A script that has shown a flow up to an event gets only the rows that changed after it.
func TestUnchangedRowsArePlaceholders(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	document(t, address, 8)
	diagram := document(t, address+"/", 8).Find(".diagram")
	seen := url.Values{"flow": {diagram.AttrOr("data-flow", "")}, "since": {diagram.AttrOr("data-since", "")}}
	doc := document(t, address+"/?"+seen.Encode(), 0)
	if got := doc.Find("#rows > li[data-same][data-v]").Length(); got != 8 {
		t.Errorf("got %d placeholders, want 8", got)
	}
	seen.Set("flow", "1-0")
	document(t, address+"/?"+seen.Encode(), 8) // another flow: every row
	seen.Set("since", `"><script>`)
	if _, body := get(t, address+"/?"+seen.Encode()); strings.Contains(body, "<script>") {
		t.Error("markup of the query is in the page")
	}
}

// Before the first message, the page explains the roles and says what to do.
func TestTheEmptyPageSaysWhatToDo(t *testing.T) {
	doc := document(t, start(t, redistest.New(t))+"/", 0)
	if got := doc.Find(".nothing .head .about-lane").Length(); got != 4 {
		t.Errorf("got %d roles that are explained, want 4", got)
	}
	if got := doc.Find(".run a").AttrOr("href", ""); got != "http://127.0.0.1:1" {
		t.Errorf("the button leads to %q, want the client", got)
	}
}

// A visit of the start page is of less interest than a sign-in, even if it is newer.
func TestAVisitComesAfterASignIn(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	front(t, client, trace.Client, request("GET", app+"/", nil), func(http.ResponseWriter, *http.Request) {})
	address := start(t, client)
	document(t, address, 9)
	doc := document(t, address+"/", 8)
	var titles []string
	doc.Find(".card .cover").Each(func(_ int, a *goquery.Selection) { titles = append(titles, a.Text()) })
	if got := strings.Join(titles, ", "); got != "Sign-in, Visit of the start page" {
		t.Errorf("got %s", got)
	}
	if got := doc.Find(".newest h2").Text(); got != "Sign-in" {
		t.Errorf("the diagram is of %q", got)
	}
}

// In the frame beside a page of the client, the diagram is all that is shown.
func TestTheCompactPageIsOnlyTheDiagram(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	doc := document(t, start(t, client)+"/?compact=1", 8)
	if doc.Find(".stack, .card, nav[aria-label=Pages]").Length() != 0 || doc.Find(".alone .toolbar").Length() != 1 {
		t.Error("got more than the diagram and its tools")
	}
}
