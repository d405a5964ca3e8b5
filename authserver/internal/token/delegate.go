package token

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
)

// maxActors is how many actors may stand behind each other, and how many exchanges.
const maxActors = 8

// errManyTargets says that more than one target was asked for.
var errManyTargets = errors.New("no target, or more than one")

// actor is act of the new token (RFC 8693 §4.1): whom the actor token speaks of,
// and behind them whoever acted before. Without an actor token nobody is added.
// may_act of the subject token is honoured either way (§4.4).
func (g *Exchange) actor(ctx context.Context, client *core.Client, subject *accesstoken.Claims, raw string) (*oauth.Actor, error) {
	acts, actor := client.ID, subject.Actor
	if raw != "" {
		claims, err := g.active(ctx, raw, &checks.ExchangeActor)
		if err != nil {
			return nil, err
		}
		if err := checks.ExchangeActor.Require(ctx, claims.ClientID == client.ID); err != nil {
			return nil, err
		}
		acts = claims.Subject
		actor = &oauth.Actor{Subject: acts, Actor: subject.Actor}
	}
	if err := checks.ExchangeMayAct.Require(ctx, subject.MayAct == nil || subject.MayAct.Subject == acts); err != nil {
		return nil, err
	}
	return actor, checks.ExchangeDepth.Require(ctx, depth(actor) <= maxActors && len(subject.ExchangedFrom) < maxActors)
}

func depth(actor *oauth.Actor) int {
	n := 0
	for ; actor != nil; actor = actor.Actor {
		n++
	}
	return n
}

// target is the one resource that the new token is for: named by resource or by
// audience, which are the same here, or else that of the subject token.
func (g *Exchange) target(ctx context.Context, client *core.Client, subject *accesstoken.Claims, form url.Values) (*core.Resource, error) {
	asked := slices.Concat(form["resource"], form["audience"])
	if len(asked) == 0 {
		asked = subject.Audience
	}
	if several := slices.ContainsFunc(asked, func(one string) bool { _, same := core.FindResource(asked[:1], one); return !same }); several || len(asked) == 0 {
		return nil, checks.ExchangeTarget.Fail(ctx, errManyTargets)
	}
	id, allowed := core.FindResource(client.ExchangeResources, asked[0])
	all := g.Resources.Resources()
	i := slices.IndexFunc(all, func(r *core.Resource) bool { return r.ID == id })
	if err := checks.ExchangeTarget.Require(ctx, allowed && i >= 0); err != nil {
		return nil, err
	}
	return all[i], nil
}

// granted is the scope that the new token may have. At the resource of the subject
// token that is the scope of the token. The token does not name what was granted at
// another resource (RFC 9068 §2.2.3), so there it is the scope of the grant, or of the
// registration of a client that acts for itself. A grant has no scope at a resource
// that it was not asked for (RFC 8707 §2).
func (g *Exchange) granted(ctx context.Context, subject *accesstoken.Claims, target *core.Resource) (oauth.Scope, error) {
	if slices.Contains(subject.Audience, target.ID) {
		return subject.Scopes(), nil
	}
	// A token that was narrowed at a resource would be as wide as the grant there, once it had been exchanged for
	// another resource and back.
	if err := checks.ExchangeTarget.Require(ctx, !slices.Contains(subject.ExchangedAt, target.ID)); err != nil {
		return nil, err
	}
	if _, isUser := subject.User(); !isUser {
		owner, err := g.Owners.FindClient(subject.Subject)
		if err := checks.ExchangeSubject.RequireNil(ctx, err); err != nil {
			return nil, err
		}
		return owner.Scope, nil
	}
	grant, err := g.Grants.GrantByID(ctx, subject.GrantID)
	if errors.Is(err, core.ErrNotFound) {
		return nil, checks.ExchangeSubject.Fail(ctx, err)
	}
	if err != nil {
		return nil, err
	}
	_, within := core.FindResource(grant.Audience, target.ID)
	return grant.Scope, checks.ExchangeTarget.Require(ctx, within)
}

// exchangedScope is what was asked for, or all that is allowed: what was granted,
// the client may have, and the target owns.
func exchangedScope(ctx context.Context, client *core.Client, granted oauth.Scope, target *core.Resource, form url.Values) (oauth.Scope, error) {
	asked, err := parseScope(ctx, form)
	if err != nil {
		return nil, err
	}
	allowed := target.Owns(granted.Intersect(client.Scope))
	if len(asked) == 0 {
		asked = allowed
	}
	return asked, checks.ExchangeScope.Require(ctx, len(asked) > 0 && asked.Within(allowed))
}

// timeOf reads auth_time; a client that acts for itself has none.
func timeOf(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
