package control

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control/useragent"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/localnet"
)

// SignIn does what the user does in the browser after an authorization request: sign in, and allow or
// deny. The request goes through the endpoints of this server, with all their checks. If the server
// refuses it without a redirect to the client, SignIn returns the *oauth.Error of the error page. The
// redirect URI may also get an error, such as access_denied; that is no error of SignIn.
//
// It needs no password. A named browser keeps its cookies: a second sign-in of the same user in it finds
// the session of the first.
func (c *Control) SignIn(ctx context.Context, in controlapi.SignIn) (controlapi.SignedIn, error) {
	user, err := c.findUser(in.User)
	switch {
	case err != nil:
		return controlapi.SignedIn{}, err
	case user.Disabled:
		return controlapi.SignedIn{}, fmt.Errorf("user: %s is disabled", user.Username)
	}
	request, err := c.request(in.AuthorizeURL)
	if err != nil {
		return controlapi.SignedIn{}, err
	}
	ctx = context.WithValue(ctx, signingIn{}, user.Subject)
	v := visit{user: user, deny: in.Deny, Agent: useragent.Agent{
		Send: useragent.Local{Handler: c.Handler}, Jar: c.jar(in.Browser, user), Accept: "application/json", // of errors; pages are HTML whatever it is
	}}
	if err := v.Open(ctx, request); err != nil {
		return controlapi.SignedIn{}, fmt.Errorf("sign in: %w", err)
	}
	return v.finish(ctx)
}

// request returns the URL of an authorization request to this server. The client may have used another
// name of this machine.
func (c *Control) request(authorizeURL string) (string, error) {
	asked, err := url.Parse(authorizeURL)
	if err != nil {
		return "", errors.New("authorize_url: is not a URL")
	}
	issuer, err := url.Parse(c.Issuer)
	if err != nil {
		return "", err
	}
	if !strings.EqualFold(asked.Host, issuer.Host) && !localnet.IsLoopback(asked.Hostname()) || asked.Path != issuer.Path+"/authorize" {
		return "", fmt.Errorf("authorize_url: want %s/authorize with the parameters of the request, got %s://%s%s", c.Issuer, asked.Scheme, asked.Host, asked.Path)
	}
	return c.Issuer + "/authorize?" + asked.RawQuery, nil
}

// jar returns the cookies of a user's browser. A browser without a name is new.
func (c *Control) jar(browser string, user *core.User) *useragent.Jar {
	if browser == "" {
		return &useragent.Jar{}
	}
	kept, _ := c.browsers.LoadOrStore(browserOf{browser, user.Subject}, &useragent.Jar{})
	jar, _ := kept.(*useragent.Jar)
	return jar
}

// browserOf names a browser of SignIn. Each user has browsers of their own.
type browserOf struct{ name, subject string }
