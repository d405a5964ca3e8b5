package clientcheck

import (
	"context"
	"net/http"
	"slices"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/demo/navigation"
)

// sessionScenarios look at the session after an honest sign-in.
var sessionScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.session.fixation", Title: "changes the session cookie at sign-in", Spec: "CWE-384",
			Attack: "An attacker has put a session cookie of their own into the victim's browser. After the victim has signed in, the attacker has the session too.",
			Fix:    "Make a new session id when the user has signed in, and delete the old session.",
		},
		try: fixation,
	},
	{
		Defence: report.Defence{
			ID: "client.session.httponly", Title: "hides the session cookie from scripts", Spec: "RFC 6265 §4.1.2.6, draft-ietf-oauth-browser-based-apps §6.1.3.2",
			Attack: "One injected script reads the session cookie and sends it to an attacker.",
			Fix:    "Set HttpOnly on the session cookie.",
		},
		try: cookies("HttpOnly", func(c *http.Cookie) bool { return c.HttpOnly }),
	},
	{
		Defence: report.Defence{
			ID: "client.session.samesite", Advice: true, Title: "says to which sites browsers send the session cookie", Spec: "RFC 6265bis §5.6.7",
			Attack: "Cross-site request forgery: a form on another site is sent with the session cookie. Browsers differ in what they do without SameSite.",
			Fix:    "Set SameSite=Lax or Strict on the session cookie.",
		},
		try: cookies("SameSite=Lax or Strict", func(c *http.Cookie) bool {
			return c.SameSite == http.SameSiteLaxMode || c.SameSite == http.SameSiteStrictMode
		}),
	},
	{
		Defence: report.Defence{
			ID: "client.session.secure", Title: "keeps the session cookie off unencrypted connections", Spec: "RFC 6265 §4.1.2.5, draft-ietf-oauth-browser-based-apps §6.1.3.2",
			Attack: "One request by http, such as for an image, sends the session cookie in clear.",
			Fix:    "Set Secure on the session cookie.",
		},
		needs: []need{usesHTTPS},
		try:   cookies("Secure", func(c *http.Cookie) bool { return c.Secure }),
	},
}

// fixation opens the page of a user who is signed in with the cookies that the browser had before.
func fixation(ctx context.Context, c *checker) ([]string, error) {
	a, err := c.signIn(ctx, hostile.Conduct{})
	if err != nil {
		return nil, err
	}
	thief := &attempt{browser: c.newBrowser(), c: c}
	thief.Jar = a.before
	if !thief.hasCookies() || !a.signedIn() {
		return nil, nil
	}
	if same, err := c.sees(ctx, thief.browser, a); err != nil || !same {
		return nil, err
	}
	return []string{"the cookies of before the sign-in show the page of the user who has signed in"}, nil
}

// sees reports whether a browser is signed in as the browser of an attempt is. Without the setting SignedIn
// that is known only if the page names the user, or else by the names and values of cookies.
func (c *checker) sees(ctx context.Context, b *browser, a *attempt) (bool, error) {
	switch {
	case c.SignedIn != "":
		h, err := b.Probe(ctx, c.SignedIn)
		return err == nil && h.Status/100 == 2, err
	case c.honest.shows:
		h, err := b.Probe(ctx, a.At.String())
		return err == nil && shows(h.Body, hostile.User), err
	}
	return len(a.fresh(b)) == 0, nil
}

// fresh returns the cookies of an attempt that another browser does not have.
func (b *browser) fresh(other *browser) (found []*http.Cookie) {
	for host, all := range b.Jar {
		for _, mine := range all {
			if !slices.ContainsFunc(other.Jar[host], func(c *http.Cookie) bool { return c.Name == mine.Name && c.Value == mine.Value }) {
				found = append(found, mine)
			}
		}
	}
	return found
}

func (b *browser) hasCookies() bool { return len(b.cookieNames()) > 0 }

// cookies returns a try that requires something of each session cookie.
func cookies(what string, has func(*http.Cookie) bool) func(context.Context, *checker) ([]string, error) {
	return func(ctx context.Context, c *checker) (seen []string, err error) {
		a, err := c.signIn(ctx, hostile.Conduct{})
		if err != nil {
			return nil, err
		}
		all, err := c.sessionCookies(ctx, a)
		if err == nil && len(all) == 0 {
			return nil, skip("The session does not depend on a single cookie.")
		}
		for _, cookie := range all {
			if !has(cookie) {
				seen = append(seen, "cookie "+cookie.Name+" does not have "+what)
			}
		}
		return seen, err
	}
}

// sessionCookies returns the cookies without which the user is not signed in.
func (c *checker) sessionCookies(ctx context.Context, a *attempt) (found []*http.Cookie, err error) {
	if c.SignedIn == "" && !c.honest.shows {
		return a.fresh(&browser{navigation.Browser{Jar: a.before}}), nil
	}
	for _, all := range a.Jar {
		for _, cookie := range all {
			same, err := c.sees(ctx, a.without(cookie), a)
			if err != nil {
				return nil, err
			}
			if !same {
				found = append(found, cookie)
			}
		}
	}
	return found, nil
}
