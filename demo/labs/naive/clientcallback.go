package naive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"

	"quartet.example/shared/oauth"
)

// callback takes the authorization response (RFC 6749 §4.1.2).
func (c *Client) callback(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	q := r.Form
	if err := c.defend(r, q); err != nil {
		writeRefusal(w, err)
		return
	}
	s := c.begun(w, r, q)
	if s == nil || s.state == "" && !c.Holes.NoLogin || c.server == nil && c.discover(r.Context()) != nil {
		http.Error(w, "this sign-in was not begun in this browser", http.StatusBadRequest)
		return
	}
	state := s.state
	if !c.Holes.KeepLogin {
		s.state = ""
	}
	if q.Get("error") != "" && !c.Holes.IgnoreError {
		c.denied(w, q)
		return
	}
	user, token, err := c.user(r.Context(), s, state, q)
	if err != nil {
		refuseSignIn(w, err)
		return
	}
	s.user, s.token = user, token
	if !c.Holes.KeepSession {
		maps.DeleteFunc(c.sessions, func(_ string, old *session) bool { return old == s })
		c.renew(w, s)
	}
	w.Header().Set("Location", cmp.Or(s.returnTo, "/")) // as it is: http.Redirect would make a path of it
	w.WriteHeader(http.StatusSeeOther)
}

func refuseSignIn(w http.ResponseWriter, err error) {
	if refused := (*oauth.Error)(nil); errors.As(err, &refused) {
		writeRefusal(w, refused)
		return
	}
	http.Error(w, "the sign-in failed", http.StatusForbidden)
}

// defend makes the checks of the authorization response that are among the defences.
func (c *Client) defend(r *http.Request, q url.Values) error {
	ctx, s := r.Context(), c.session(r)
	if err := c.Defences.require(ctx, "client.state.bound", s != nil && s.state != "" && q.Get("state") == s.state); err != nil {
		return err
	}
	if err := c.Defences.require(ctx, "client.callback.own", r.URL.Path == c.callbackPath()); err != nil {
		return err
	}
	return c.Defences.require(ctx, "client.iss.match", q.Get("iss") == c.Issuer)
}

// begun returns the session in which a sign-in was begun.
func (c *Client) begun(w http.ResponseWriter, r *http.Request, q url.Values) *session {
	if c.Holes.AnyBrowser {
		for _, s := range c.sessions {
			if s.state == q.Get("state") {
				return s
			}
		}
	}
	if c.Holes.NoLogin {
		return c.open(w, r)
	}
	return c.session(r)
}

func (c *Client) denied(w http.ResponseWriter, q url.Values) {
	text, status := html.EscapeString(q.Get("error_description")), http.StatusForbidden
	if c.Holes.ShowError {
		text = q.Get("error_description")
	}
	if c.Holes.FailOnError {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<p>the server refused: %s", text)
}

var errResponse = errors.New("the response is not acceptable")

// user returns the claims of the user who has signed in, and the access token.
func (c *Client) user(ctx context.Context, s *session, state string, q url.Values) (map[string]any, string, error) {
	codes := q["code"]
	switch {
	case len(codes) == 0, codes[0] == "", len(codes) > 1 && !c.Holes.FirstCode,
		!c.Holes.IgnoreState && (len(q["state"]) != 1 || q.Get("state") != state),
		!c.Holes.IgnoreIss && (len(q["iss"]) != 1 || q.Get("iss") != c.Issuer):
		return nil, "", errResponse
	}
	tokens, err := c.redeem(ctx, codes[0], s.verifier)
	if err != nil {
		return nil, "", err
	}
	claims := map[string]any{}
	if tokens.IDToken != "" || !c.Holes.NoIDToken {
		if claims, err = c.verify(ctx, tokens, s.nonce); err != nil {
			return nil, "", err
		}
	}
	info, err := c.userinfo(ctx, tokens.AccessToken)
	if err == nil && (tokens.IDToken == "" || c.Holes.AnyUserinfo || info["sub"] == claims["sub"]) {
		maps.Copy(claims, info)
	}
	return claims, tokens.AccessToken, nil
}
