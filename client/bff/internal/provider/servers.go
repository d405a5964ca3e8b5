package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/patience"
)

// Servers are all authorization servers that users may choose from. Each login and each session
// belongs to one of them, and nothing of it is sent to another (RFC 9700 §4.4).
type Servers struct{ list []*Provider }

// NewServers takes at least one server; the first needs no name.
func NewServers(list ...*Provider) *Servers { return &Servers{list} }

// List returns the servers that a user chooses from.
func (s *Servers) List() []core.Issuer {
	all := make([]core.Issuer, len(s.list))
	for i, p := range s.list {
		all[i] = core.Issuer{URL: p.Issuer, Title: p.Title}
	}
	return all
}

// Find returns the server with this issuer identifier, compared octet by octet.
func (s *Servers) Find(issuer string) (*Provider, bool) {
	for _, p := range s.list {
		if p.Issuer == issuer {
			return p, true
		}
	}
	return nil, false
}

// known is Find with an error: logins and sessions of servers that are no longer in the settings
// are refused.
func (s *Servers) known(ctx context.Context, issuer string) (*Provider, error) {
	p, ok := s.Find(issuer)
	return p, checks.IssuerKnown.Require(ctx, ok)
}

// NewLogin returns a new attempt to sign in at the issuer.
func (s *Servers) NewLogin(ctx context.Context, issuer, returnTo string, expires time.Time) (core.PendingLogin, error) {
	p, err := s.known(ctx, issuer)
	if err != nil {
		return core.PendingLogin{}, err
	}
	return p.NewLogin(returnTo, expires)
}

// AuthorizationURL returns the address to which the browser is redirected for this login.
func (s *Servers) AuthorizationURL(ctx context.Context, state string, login core.PendingLogin) (string, error) {
	p, err := s.known(ctx, login.Issuer)
	if err != nil {
		return "", err
	}
	return p.AuthorizationURL(ctx, state, login)
}

// Redirection returns the redirect URI of this login, and whether the response must have iss (RFC
// 9207 §3).
func (s *Servers) Redirection(ctx context.Context, login core.PendingLogin) (uri string, saysIss bool, err error) {
	p, err := s.known(ctx, login.Issuer)
	if err != nil {
		return "", false, err
	}
	saysIss, err = p.SendsIss(ctx)
	return p.RedirectURI, saysIss, err
}

// RedeemCode exchanges the code at the server that this login was sent to.
func (s *Servers) RedeemCode(ctx context.Context, code string, login core.PendingLogin) (core.TokenSet, core.User, error) {
	p, err := s.known(ctx, login.Issuer)
	if err != nil {
		return core.TokenSet{}, core.User{}, err
	}
	return p.RedeemCode(ctx, code, login)
}

// Refresh requests new tokens at the server of the session. If that is no longer in the settings,
// the grant has ended.
func (s *Servers) Refresh(ctx context.Context, session core.Session) (core.TokenSet, error) {
	p, ok := s.Find(session.User.Issuer)
	if !ok {
		return core.TokenSet{}, fmt.Errorf("%w: its server is not in the settings", core.ErrGrantEnded)
	}
	return p.Refresh(ctx, session)
}

// Announce waits until step mode releases the request of the next Refresh. In the context that it
// returns no message is held.
func (s *Servers) Announce(ctx context.Context, session core.Session) (announced context.Context, end func()) {
	p, ok := s.Find(session.User.Issuer)
	if !ok {
		return patience.Unheld(ctx), func() {}
	}
	return p.Announce(ctx, session)
}

var errUnknown = errors.New("the server of the session is not in the settings")

// Revoke revokes the refresh token at the server of the session.
func (s *Servers) Revoke(ctx context.Context, session core.Session) error {
	p, ok := s.Find(session.User.Issuer)
	if !ok {
		return errUnknown
	}
	return p.Revoke(ctx, session.Tokens.RefreshToken)
}

// EndSessionURL returns where the user signs out at the server of the session.
func (s *Servers) EndSessionURL(ctx context.Context, session core.Session, g Goodbye) (string, error) {
	p, ok := s.Find(session.User.Issuer)
	if !ok {
		return "", errUnknown
	}
	return p.EndSessionURL(ctx, session, g)
}

// Origins are where endpoints of any of them may be (CSP Level 3 §6.4.1).
func (s *Servers) Origins() string {
	all := make([]string, len(s.list))
	for i, p := range s.list {
		all[i] = p.Origins()
	}
	return strings.Join(all, " ")
}

// Ready returns nil if users can sign in at one of the servers at least. A server that cannot be
// reached does not affect users of the others.
func (s *Servers) Ready(ctx context.Context) error {
	said := make(chan error, len(s.list))
	for _, p := range s.list {
		go func() { said <- p.Ready(ctx) }()
	}
	var errs []error
	for range s.list {
		err := <-said
		if err == nil {
			return nil
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
