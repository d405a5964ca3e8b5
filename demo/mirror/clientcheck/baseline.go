package clientcheck

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"quartet.example/demo/mirror/hostile"
)

// signInHonestly signs in twice, and returns what to change if that is impossible or if it looks the same
// as a sign-in that was refused.
func (c *checker) signInHonestly(ctx context.Context) error {
	for range 2 {
		a, err := c.signInAgain(ctx, hostile.Conduct{})
		c.baseline = append(c.baseline, a)
		if err != nil {
			return c.problem(a, err)
		}
	}
	first, second := c.baseline[0], c.baseline[1]
	c.honest = first.mark
	switch {
	case !slices.ContainsFunc(first.records(hostile.Token), func(r hostile.Record) bool { return r.Tokens != nil }):
		return c.problem(first, errors.New("the client did not get tokens"))
	case c.SignedIn != "" && !first.mark.page:
		return c.problem(first, fmt.Errorf("after the sign-in %s does not answer 2xx", c.SignedIn))
	case c.SignedIn == "" && first.mark.status/100 != 2:
		return c.problem(first, errors.New("the sign-in does not lead to a page"))
	case first.mark != second.mark:
		return c.problem(second, errors.New("two sign-ins ended in different ways. Name a page that only users see who are signed in, with --signed-in"))
	}
	return c.refusal(ctx)
}

// refusal makes sure that a user who is not signed in can be told from one who is. Otherwise every attack
// would seem to succeed.
func (c *checker) refusal(ctx context.Context) error {
	a, err := c.signIn(ctx, denied)
	switch {
	case err != nil:
		return c.problem(a, err)
	case a.signedIn() && c.SignedIn != "":
		return c.problem(a, fmt.Errorf("%s answers 2xx even after the authorization server has refused. Name a page that only users see who are signed in", c.SignedIn))
	case a.signedIn():
		return c.problem(a, errors.New("a sign-in that was refused looks the same as one that was granted. Name a page that only users see who are signed in, with --signed-in"))
	}
	return nil
}

// denied is a user who refuses (RFC 6749 §4.1.2.1).
var denied = hostile.Conduct{Response: func(v url.Values) {
	v.Del("code")
	v.Set("error", "access_denied")
}}

// problem adds to an error what was seen, and how the client must be configured.
func (c *checker) problem(a *attempt, err error) error {
	lines := []string{"No honest sign-in was possible, so no attack was made: " + err.Error() + "."}
	if len(a.Hops) == 0 {
		return errors.New(lines[0] + " Start the client, or correct the URL.")
	}
	for _, h := range a.Hops {
		lines = append(lines, "The browser got "+h.String()+".")
	}
	for _, r := range c.provider.Records()[a.first:] {
		lines = append(lines, fmt.Sprintf("The authorization server got %s %s%s.", r.Method, r.URL.Path, refused(r.Error)))
	}
	lines = append(lines, fmt.Sprintf("Configure the client with the issuer %s, the client_id %s and the client_secret that this command was given or has printed. If it does not read metadata, its endpoints are /authorize, /token, /userinfo and /jwks of the issuer.",
		c.provider.Issuer, c.provider.ClientID))
	if c.metadata != nil || c.oddKeys != nil {
		lines = append(lines, "If it is configured like that, start it again and add --skip client.metadata,client.jwks.unreadable: it may have kept what these two attacks sent.")
	}
	return errors.New(strings.Join(lines, " "))
}

func refused(code string) string {
	if code == "" {
		return ""
	}
	return ", and refused it: " + code
}
