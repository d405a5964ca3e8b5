package provider

import (
	"context"
	"slices"
	"strings"
	"time"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// requireAuthentication checks that the user signed in as this login asked for (OIDC Core
// §3.1.3.7 steps 12 and 13): the server may have ignored it.
func (p *Provider) requireAuthentication(ctx context.Context, token *idToken, login core.PendingLogin) error {
	if acr := login.Wants.ACRValues; acr != "" {
		if err := checks.IDTokenACR.Require(ctx, slices.Contains(strings.Fields(acr), token.ACR)); err != nil {
			return err
		}
	}
	if age := login.Wants.MaxAge; age != nil {
		return checks.IDTokenAuthTime.Require(ctx, p.isRecent(token.AuthTime, login.Started, *age))
	}
	return nil
}

// isRecent compares with the time when the sign-in was requested: the time that the user took
// since then does not make it older.
func (p *Provider) isRecent(authTime int64, asked time.Time, maxAge int64) bool {
	earliest := asked.Add(-oauth.Seconds(maxAge) - p.Skew)
	signedIn, ok := oauth.DateOf(authTime)
	return ok && authTime > 0 && !signedIn.Before(earliest.Truncate(time.Second)) && !signedIn.After(p.now().Add(p.Skew))
}
