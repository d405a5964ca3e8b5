package accessible_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// hostile are values that would do harm if a page showed them as anything but text.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'-alert(1)-'`, `javascript:alert(1)`, `</textarea><svg onload=alert(1)>`,
	"\u202Egnp.exe\u202C", "\u0007\u001b[31mred", "{{7*7}}${7*7}",
}

// attack sends each hostile value in every place of a request that the recorder reads.
func (w world) attack(t *testing.T) {
	t.Helper()
	for i, value := range hostile {
		query := url.Values{"client_id": {value}, "state": {value}, "scope": {value}, "redirect_uri": {value}, "error_description": {value}, value: {value}}
		address := w.Issuer + "/authorize?" + query.Encode()
		if i%2 == 1 {
			address = w.Client + "/" + url.PathEscape(value) + "?" + query.Encode()
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		printable := strings.Map(func(r rune) rune {
			if r < ' ' {
				return '?'
			}
			return r
		}, value)
		for _, name := range []string{"User-Agent", "Referer", "Accept-Language", "X-Forwarded-For", "Cookie", "Authorization"} {
			req.Header.Set(name, printable)
		}
		resp, err := client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	form := url.Values{"grant_type": {hostile[0]}, "client_id": {hostile[1]}, "code": {hostile[2]}, hostile[4]: {hostile[5]}}
	resp, err := client().PostForm(w.Issuer+"/token", form)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	w.recorded(t, len(hostile)+1)
}

// alive lists the elements that come from a hostile value.
const alive = `JSON.stringify([...document.querySelectorAll("[onerror], [onload], img[src=x], script:not([src]), a[href^='javascript:' i]")].map((e) => e.outerHTML.slice(0, 120)))`

// TestBrowserHostileValues looks at each page of the inspector after requests with hostile values. They
// must be text: no script runs, no element comes from them, and the browser reports nothing.
func TestBrowserHostileValues(t *testing.T) {
	w := start(t)
	w.attack(t)
	w.SignIn(t)
	w.recorded(t, len(hostile)+8)
	kinds, addresses := w.screens(t)
	for i, value := range hostile { // all messages of the attack, not only the first of each kind
		w.b.Open(w.Inspector + "/messages?" + url.Values{"find": {value}}.Encode())
		w.harmless(t, "/messages?find="+value)
		if i == 0 && !strings.Contains(w.b.Evaluate(`document.getElementById("find").value`), value) {
			t.Error("the filter does not show what was searched for")
		}
	}
	w.b.Open(w.Inspector + "/messages?refused=1")
	hops := list(t, w.b, `JSON.stringify([...document.querySelectorAll("a.cover")].map((a) => a.href))`)
	if len(hops) < len(hostile)/2 {
		t.Errorf("only %d refused messages", len(hops))
	}
	for _, hop := range hops {
		w.b.Open(hop)
		w.harmless(t, hop)
	}
	for _, kind := range kinds {
		w.b.Open(addresses[kind])
		w.harmless(t, kind)
	}
}

func (w world) harmless(t *testing.T, name string) {
	t.Helper()
	for _, element := range list(t, w.b, alive) {
		t.Errorf("%s: a recorded value became %s", name, element)
	}
	for _, problem := range w.b.Problems() {
		t.Errorf("%s: %s", name, problem)
	}
	w.b.Forget()
	if raw := w.b.Evaluate(`fetch(location.href).then((r) => r.text())`); strings.ContainsAny(raw, "\u0007\u001b\u202E") {
		t.Errorf("%s: the page contains a control character, or one that reverses the text around it", name)
	}
}
