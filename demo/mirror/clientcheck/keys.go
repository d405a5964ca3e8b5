package clientcheck

import (
	"context"
	"time"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// keyScenarios are attacks with metadata and keys. They come first, because a client that fetches keys
// again may do so only once in a while.
var keyScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.metadata.issuer", Title: "refuses metadata of another issuer", Spec: "RFC 8414 §3.3, OIDC Discovery §4.3",
			Attack: "The metadata names another issuer than the one that it was fetched from. Whoever can answer at that address could pass as the other issuer.",
			Fix:    "Compare issuer in the metadata with the issuer of your settings, as strings, and use nothing of the document if they differ.",
		},
		try: metadataIssuer,
	},
	{
		Defence: report.Defence{
			ID: "client.jwks.unreadable", Title: "skips keys that it cannot read", Spec: "RFC 7517 §5",
			Attack: "The JWK Set has keys of an unknown type or curve beside the one in use, as when the issuer introduces a new algorithm. A client that refuses the whole set signs nobody in any more.",
			Fix:    "Skip keys with an unknown kty or crv, with missing members or with values out of range.",
		},
		needs: []need{usesOpenID, usesKeys},
		try:   unreadableKeys,
	},
	{
		Defence: report.Defence{
			ID: "client.jwks.rotation", Title: "accepts a new key after the issuer has changed it", Spec: "OIDC Core §10.1.1",
			Attack: "The issuer signs with a new key, as it must after the theft of the old one. A client that does not fetch keys again signs nobody in, and trusts the stolen key.",
			Fix:    "Fetch the JWK Set again if a token has an unknown kid, but not more often than every few seconds.",
		},
		needs: []need{usesOpenID, usesKeys},
		try:   rotation,
	},
}

func metadataIssuer(_ context.Context, c *checker) ([]string, error) {
	if c.metadata == nil || len(c.metadata.records(hostile.Metadata)) == 0 {
		return nil, skip("The client did not fetch metadata during the attack. If it does, start it after this command, or start it again.")
	}
	if c.deceived() {
		return []string{"the metadata said issuer " + otherIssuer + ", and the client went on and sent the browser to the authorization endpoint"}, nil
	}
	return nil, nil
}

func unreadableKeys(_ context.Context, c *checker) ([]string, error) {
	switch {
	case !c.oddKeysFetched:
		return nil, skip("The client did not fetch keys during the attack. Start it again, so that it has none yet.")
	case c.oddKeys.signedIn():
		return nil, nil
	}
	return []string{"the JWK Set had four keys that cannot be read beside the good one, and the client did not sign the user in"}, nil
}

func (a *attempt) fetchedKeys() bool { return a != nil && len(a.records(hostile.JWKS)) > 0 }

// retry is how long rotation waits between two sign-ins.
const retry = 5 * time.Second

// rotation signs in with a new key, until the client has fetched it or KeyWait is over.
func rotation(ctx context.Context, c *checker) ([]string, error) {
	if err := c.provider.RotateKey(); err != nil {
		return nil, err
	}
	defer c.provider.UnrotateKey() // the other attacks use a key that the client has
	for end := c.Now().Add(c.KeyWait); ; {
		a, err := c.signIn(ctx, hostile.Conduct{})
		switch {
		case err != nil:
			return nil, err
		case a.signedIn():
			return nil, nil
		case a.fetchedKeys():
			return []string{"the client fetched the JWK Set, and still refused a token of the new key"}, nil
		case c.Now().After(end):
			return nil, skip("The client did not fetch keys again within " + c.KeyWait.String() + " after a token with an unknown kid. It may limit how often it does: set --key-wait to more than that limit, such as 2m.")
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(retry):
		}
	}
}
