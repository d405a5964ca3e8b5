package apicheck

import (
	"context"
	"fmt"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

const (
	unknownKeys  = 20       // tokens with made-up kids that are sent in a row
	hugeSet      = 32 << 20 // bytes of a key set
	enoughOfHuge = 16 << 20 // an API that reads so much has no limit: what is in the buffers of the network is less
)

func jwksChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.jwks.storm", Title: "does not fetch the keys for each unknown kid",
			Attack: fmt.Sprintf("%d tokens with made-up kids arrive in a row. An API that fetches the key set for each of them attacks its own issuer, and is slow meanwhile.", unknownKeys),
			Spec:   "RFC 8725 §3.10, OpenID Connect Core §10.1.1",
			Fix:    "Fetch the key set for an unknown kid, but not more often than every few seconds. Libraries call it cooldown or rate limit.",
		}, attack: storm},
		{Defence: Defence{
			ID: "api.jwks.rotation", Title: "accepts a new key of the issuer",
			Attack: "None: the issuer publishes a new key and signs with it. An API that does not notice refuses all users until it is restarted.",
			Spec:   "OpenID Connect Core §10.1.1, RFC 7517 §5",
			Fix:    "Fetch the key set again when a token has an unknown kid.",
		}, attack: rotation},
		{Defence: Defence{
			ID: "api.jwks.unreadable", Title: "ignores keys in the set that it cannot read",
			Attack: "The key set has keys of unknown types and curves, and malformed ones, before a good one. An API that gives up refuses all users on the day when the issuer adds a new kind of key.",
			Spec:   "RFC 7517 §5",
			Fix:    "Skip keys that cannot be parsed, and use the others.",
		}, attack: unreadable},
		{Defence: Defence{
			ID: "api.jwks.withdrawn", Title: "refuses tokens of a key that was withdrawn",
			Attack: "A key was stolen, and the issuer has removed it from the key set.",
			Spec:   "RFC 7517 §5, OpenID Connect Core §10.1.1",
			Fix:    "Replace all keys when the set is fetched, and do not add to the ones from before.",
		}, attack: refuses(ofStrange(func(f *forger) []attempt {
			return []attempt{{name: "signed with the withdrawn key", token: f.signed(f.strange.withdrawn, nil, nil)}}
		}))},
		{Defence: Defence{
			ID: "api.jwks.symmetric", Title: "uses no symmetric key of the set",
			Attack: "The issuer has published a secret by mistake (kty oct). Everyone knows it, and signs tokens with HS256.",
			Spec:   "RFC 7517 §9.2, RFC 8725 §3.1",
			Fix:    "Allow only asymmetric algorithms.",
		}, attack: refuses(ofStrange(func(f *forger) []attempt {
			return []attempt{{name: "HS256 with the published secret", token: f.sign("HS256", f.strange.secret, f.header(f.key, object{"alg": "HS256", "kid": "oct"}), f.claims(nil))}}
		}))},
		{Defence: Defence{
			ID: "api.jwks.use", Title: "uses no key of the set that is for another purpose",
			Attack: "The token is signed with a key that the issuer publishes for encryption (use enc), or for another algorithm (alg).",
			Spec:   "RFC 7517 §4.2, §4.4, RFC 8725 §3.1",
			Fix:    "Use only keys whose use is sig or absent, and only for the algorithm in their alg.",
		}, attack: refuses(ofStrange(func(f *forger) []attempt {
			return []attempt{{name: "a key with use enc", token: f.signed(f.strange.encrypting, nil, nil)}, {name: "a key with another alg", token: f.signed(f.strange.otherAlg, nil, nil)}}
		}))},
		{Defence: Defence{
			ID: "api.jwks.huge", Advice: true, Title: "limits the size of a key set",
			Attack: fmt.Sprintf("The address of the keys answers with %d MB. An API without a limit runs out of memory.", hugeSet>>20),
			Spec:   "RFC 9110 §17.5",
			Fix:    "Read at most 1 MB or so of a key set, with a timeout, and keep the keys from before.",
		}, attack: huge},
		{Defence: Defence{
			ID: "api.jwks.outage", Title: "keeps its keys while the issuer is broken",
			Attack: "The address of the keys answers 200 with a page of a proxy. An API that takes it for an empty key set refuses all users.",
			Spec:   "RFC 7517 §5.1",
			Fix:    "Replace the keys only if the answer is a key set, and keep them otherwise.",
		}, attack: outage},
	}
}

// ofStrange adds a condition to an attack: the API has fetched the set of api.jwks.unreadable.
func ofStrange(attempts func(*forger) []attempt) func(*forger) []attempt {
	return func(f *forger) []attempt {
		if f.strange == nil {
			f.note(skipError("needs api.jwks.unreadable to pass: otherwise the API does not have the set"))
			return nil
		}
		return attempts(f)
	}
}

// storm counts the fetches that tokens with unknown kids cause.
func storm(ctx context.Context, r *run) ([]string, error) {
	before := r.issuer.fetches.Load()
	for n := range unknownKeys {
		f := &forger{run: r}
		token := f.signed(r.foreign, object{"kid": oauth.NewSecret()}, nil)
		if f.err != nil {
			return nil, f.err
		}
		if _, err := r.send(ctx, attempt{name: fmt.Sprintf("unknown kid %d", n+1), token: token}); err != nil {
			return nil, err
		}
	}
	if fetches := r.issuer.fetches.Load() - before; fetches > unknownKeys/2 {
		return []string{fmt.Sprintf("%d tokens with unknown kids: %d fetches of the key set", unknownKeys, fetches)}, nil
	}
	return nil, nil
}

// rotation adds a key to the set, and waits until the API accepts it.
func rotation(ctx context.Context, r *run) ([]string, error) {
	key, err := jose.Generate(r.Alg, "")
	if err != nil {
		return nil, err
	}
	members, err := r.members(key, r.key, r.second)
	if err != nil {
		return nil, err
	}
	r.issuer.publish(members...)
	if !r.acceptsSoon(ctx, key) {
		return []string{fmt.Sprintf("a token of the new key is not accepted after %s, with %d fetches of the key set so far", r.Patience, r.issuer.fetches.Load())}, nil
	}
	r.rotated = &key
	return nil, nil
}

// members returns the keys for a key set.
func (r *run) members(keys ...jose.SigningKey) ([]any, error) {
	var all []any
	for _, key := range keys {
		one, err := member(key, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}
