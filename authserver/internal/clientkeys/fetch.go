package clientkeys

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
)

// How long fetched keys are kept.
const (
	MinAge     = 10 * time.Second // whatever the client's host says
	DefaultAge = time.Minute      // if it does not say
	MaxAge     = 5 * time.Minute  // whatever it says
	StaleFor   = time.Hour        // the last set, while the host cannot be reached
)

// remote is the key set behind the jwks_uri of the client.
func (k *Keys) remote(client *core.Client) *jose.Remote {
	return jose.NewRemote(jose.RemoteOptions{
		Name: client.ID, Refresh: MaxAge, Stale: StaleFor, Now: k.Now, Log: k.Log,
		Fetch: func(ctx context.Context) (jose.Set, error) {
			answer, err := k.Fetch.JSON(ctx, client.JWKSURI)
			if err != nil {
				return jose.Set{}, err
			}
			set, err := Parse(answer.Body)
			set.MaxAge = ageOf(answer.Header)
			return set, err
		},
	})
}

// ageOf is how long the answer may be kept (RFC 9111 §5.2.2), within our bounds.
func ageOf(header http.Header) time.Duration {
	age := DefaultAge
	for directive := range strings.SplitSeq(header.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-store", "no-cache":
			return MinAge
		case "max-age":
			if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31); err == nil {
				age = time.Duration(seconds) * time.Second
			}
		}
	}
	return min(max(age, MinAge), MaxAge)
}
