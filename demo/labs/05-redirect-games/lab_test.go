package redirectgames_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	redirectgames "quartet.example/demo/labs/05-redirect-games"
	"quartet.example/demo/labs/lab"
	"quartet.example/shared/trace"
)

// games returns redirect URIs that differ from the registered one, app. The attacker controls evil.
func games(app, evil *url.URL) map[string]string {
	at := func(change func(*url.URL)) string {
		u := *app
		change(&u)
		return u.String()
	}
	return map[string]string{
		"host with a prefix":     at(func(u *url.URL) { u.Host = "evil-" + u.Host }),
		"subdomain":              at(func(u *url.URL) { u.Host = "old." + u.Host }),
		"host with a suffix":     at(func(u *url.URL) { u.Host = u.Hostname() + ".evil.example:" + u.Port() }),
		"host in the userinfo":   at(func(u *url.URL) { u.User, u.Host = url.User(u.Host), evil.Host }),
		"host in the fragment":   evil.String() + "/#@" + app.Host,
		"host after a backslash": strings.Replace(app.String(), "http://", "http://"+evil.Host+`\@`, 1),
		"another path":           at(func(u *url.URL) { u.Path = "/leave" }),
		"path traversal":         app.String() + "/../../leave",
		"query added":            app.String() + "?next=" + url.QueryEscape(evil.String()),
		"slash added":            app.String() + "/",
		"another scheme":         at(func(u *url.URL) { u.Scheme = "javascript" }),
		"another port":           at(func(u *url.URL) { u.Host = u.Hostname() + ":1" }),
		"upper case":             at(func(u *url.URL) { u.Host = strings.ToUpper(u.Host) }),
		"host of the attacker":   evil.String() + "/callback",
	}
}

// accepted are the games that end with a code at the careless server, as the README says. To every other
// address it sends an error.
var accepted = map[string]bool{
	"host with a prefix": true, "subdomain": true, "another path": true, "path traversal": true, "query added": true, "slash added": true, "another scheme": true,
}

// TestGames plays each game at the careless server and at the reference. The reference answers with an error
// page, and sends the browser nowhere.
func TestGames(t *testing.T) {
	for name, target := range map[string]lab.Target{"careless": lab.Careless, "reference": lab.Reference} {
		t.Run(name, func(t *testing.T) {
			attack := lab.Attack{Run: func(s *lab.Scene) error { return play(t, s) }}
			if _, err := lab.Run(t.Context(), &redirectgames.Lab, &attack, target, lab.Options{}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func play(t *testing.T, s *lab.Scene) error {
	app, _ := url.Parse(s.Pages.RedirectURI)
	evil, _ := url.Parse(s.Evil.URL)
	issuer, _ := url.Parse(s.Issuer)
	s.Victim.Stops = func(u *url.URL) bool { return u.Host != issuer.Host }
	if err := s.Victim.SignIn(s.Begin(s.Pages, nil).URL); err != nil {
		return err
	}
	for game, redirectURI := range games(app, evil) {
		if err := s.Victim.Open(s.Begin(s.Pages, url.Values{"redirect_uri": {redirectURI}}).URL); err != nil {
			return err
		}
		last, to := s.Victim.Last(), s.Victim.Left
		if s.Target.Reference {
			if last.Status != http.StatusBadRequest || to != nil || last.Header.Get("Location") != "" || last.Header.Get("Refresh") != "" {
				t.Errorf("%s (%s): got %s, want an error page", game, redirectURI, last)
			}
			continue
		}
		if got := to != nil && to.Query().Has("code"); got != accepted[game] {
			t.Errorf("%s (%s): code %t, want %t: %s", game, redirectURI, got, accepted[game], last)
		}
	}
	return nil
}

// TestNoRedirect requires that no browser reaches the attacker when the redirect URI is compared exactly.
// PKCE does not stop the attack, since the attacker chooses the challenge.
func TestNoRedirect(t *testing.T) {
	for _, attack := range redirectgames.Lab.Attacks[:3] {
		for check, reached := range map[string]bool{"as.redirect_uri.exact": false, "as.pkce.required": true} {
			t.Run(attack.Slug+" "+check, func(t *testing.T) {
				r, err := lab.Run(t.Context(), &redirectgames.Lab, &attack, lab.With(check), lab.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if got := visited(r.Events); got != reached || r.Leaked != reached {
					t.Errorf("reached %t, leaked %t, want %t (%v)", got, r.Leaked, reached, r.Ended)
				}
			})
		}
	}
}

func visited(events []trace.Event) bool {
	for _, e := range events {
		if e.Service == "attacker" && e.Side == trace.Receiver {
			return true
		}
	}
	return false
}
