package token_test

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/token"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// presented are the tokens that hold, by what is sent for them. This server
// issues none with may_act; whoever adds it gets it honoured.
type presented map[string]*accesstoken.Claims

func (p presented) Active(_ context.Context, raw string) (*accesstoken.Claims, error) {
	if claims, ok := p[raw]; ok {
		return claims, nil
	}
	return nil, core.ErrNotFound
}

func (presented) FindUser(sub string) (*core.User, error) { return &core.User{Subject: sub}, nil }

func (presented) AccessToken(_ context.Context, grant *core.Grant, _ oauth.Scope) (core.AccessToken, error) {
	if grant.Actor == nil {
		return core.AccessToken{Value: "nobody acts", ExpiresIn: time.Minute}, nil
	}
	return core.AccessToken{Value: grant.Actor.Subject + " acts", ExpiresIn: time.Minute}, nil
}

func (presented) Resources() []*core.Resource {
	return []*core.Resource{{ID: endpointtest.Resource, Scopes: map[string]string{"notes:read": "read"}}}
}

func presentedBy(clientID, sub string, change func(*accesstoken.Claims)) *accesstoken.Claims {
	c := &accesstoken.Claims{
		Claims: jose.Claims{
			Subject: sub, Audience: jose.Audience{endpointtest.Resource}, ExpiresAt: jose.NewTime(time.Unix(2e9, 0)),
		},
		ClientID: clientID, Scope: "openid notes:read",
	}
	if change != nil {
		change(c)
	}
	return c
}

func TestWhoMayAct(t *testing.T) {
	names := func(sub string) func(*accesstoken.Claims) {
		return func(c *accesstoken.Claims) { c.MayAct = &oauth.Actor{Subject: sub} }
	}
	var chain *oauth.Actor
	for range 8 {
		chain = &oauth.Actor{Subject: "somebody", Actor: chain}
	}
	p := presented{
		"free":    presentedBy("notes", "alice", nil),
		"named":   presentedBy("notes", "alice", names("bob")),
		"client":  presentedBy("notes", "alice", names("gateway")),
		"long":    presentedBy("notes", "alice", func(c *accesstoken.Claims) { c.Actor = chain }),
		"bound":   presentedBy("notes", "alice", func(c *accesstoken.Claims) { c.Confirmation = &oauth.Confirmation{JKT: "key"} }),
		"bob":     presentedBy("gateway", "bob", nil),
		"mallory": presentedBy("gateway", "mallory", nil),
		"foreign": presentedBy("notes", "bob", nil),
	}
	exchange := &token.Exchange{Tokens: p, Users: p, Access: p, Resources: p}
	client := &core.Client{
		ID: "gateway", AuthMethod: oauth.ClientSecretBasic, Scope: oauth.Scope{"notes:read"},
		ExchangeClients: []string{"notes"}, ExchangeResources: []string{endpointtest.Resource},
	}
	for name, tt := range map[string]struct{ subject, actor, key, want string }{
		"N-18 without may_act anybody whom the client can show": {"free", "mallory", "", "mallory acts"},
		"N-18 who is named":                           {"named", "bob", "", "bob acts"},
		"N-19 an actor who is not in may_act":         {"named", "mallory", "", "as.exchange.may_act"},
		"N-19 without an actor token the client acts": {"named", "", "", "as.exchange.may_act"},
		"N-18 the client is named":                    {"client", "", "", "nobody acts"},
		"N-19 an actor token of another client":       {"free", "foreign", "", "as.exchange.actor"},
		"N-19 an actor token that does not hold":      {"free", "ghost", "", "as.exchange.actor"},
		"N-19 a ninth actor":                          {"long", "bob", "", "as.exchange.depth"},
		"RFC 9449 §5 a bound token without its key":   {"bound", "", "", "as.exchange.key"},
		"RFC 9449 §5 a bound token with another key":  {"bound", "", "other", "as.exchange.key"},
		"RFC 9449 §5 a bound token with the key":      {"bound", "", "key", "nobody acts"},
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{"subject_token": {tt.subject}, "subject_token_type": {oauth.AccessTokenType}}
			if tt.actor != "" {
				form.Set("actor_token", tt.actor)
				form.Set("actor_token_type", oauth.AccessTokenType)
			}
			got := ""
			answer, err := exchange.Answer(core.WithProvenKey(t.Context(), tt.key), client, form)
			if refused := (*oauth.Error)(nil); errors.As(err, &refused) {
				got = refused.Check.ID
			} else if err == nil {
				got = answer.AccessToken
			}
			if got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
	public := *client
	public.AuthMethod = oauth.NoAuthentication
	_, err := exchange.Answer(t.Context(), &public, url.Values{})
	if refused := (*oauth.Error)(nil); !errors.As(err, &refused) || refused.Check.ID != "as.exchange.confidential" {
		t.Errorf("N-19 a public client: got %v", err)
	}
}
