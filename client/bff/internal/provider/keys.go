package provider

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync/atomic"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/jose"
)

// maxToken limits ID and logout tokens, in bytes.
const maxToken = 64 << 10

// issuerKeys are the keys of an issuer. They are fetched again every five minutes, so a key that
// was withdrawn is accepted for five minutes at most. An unknown key id also causes a fetch.
type issuerKeys struct {
	*jose.Remote
	last atomic.Pointer[jose.Set]
}

// keysFrom returns the keys at an address.
func (p *Provider) keysFrom(address string) *issuerKeys {
	k := &issuerKeys{}
	k.last.Store(&jose.Set{})
	k.Remote = jose.NewRemote(jose.RemoteOptions{
		Name: p.Issuer, Now: p.now, Log: p.Log,
		Fetch: func(ctx context.Context) (jose.Set, error) {
			set, err := p.fetchKeys(ctx, address)
			if err == nil {
				k.last.Store(&set)
			}
			return set, err
		},
	})
	return k
}

// fetchKeys returns the keys that can verify a signature. An RSA key that names no algorithm may
// be used with each that the issuer announces.
func (p *Provider) fetchKeys(ctx context.Context, address string) (jose.Set, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return jose.Set{}, err
	}
	resp, err := p.http.Do(req)
	if err != nil {
		return jose.Set{}, fmt.Errorf("keys: %w: %w", core.ErrServerAway, err)
	}
	defer func() { _ = resp.Body.Close() }()
	document, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return jose.Set{}, errors.Join(fmt.Errorf("keys: %w: status %d", core.ErrServerAway, resp.StatusCode), err)
	}
	set, err := jose.ParseSet(document, jose.KeyRules{RSA: jose.Asymmetric()})
	if err != nil {
		return set, fmt.Errorf("keys: %w: %w", core.ErrServerAway, err)
	}
	return set, nil
}

// ready returns an error while there is no key that can verify a token.
func (k *issuerKeys) ready(ctx context.Context) error {
	_, _ = k.Find(ctx, jose.Header{}) // fetches them if it is time
	return k.Ready()
}

// verify is Kind.Verify with these keys. If the keys cannot be fetched, the token can be neither
// accepted nor refused, and the error is core.ErrServerAway.
func (k *issuerKeys) verify(ctx context.Context, kind jose.Kind, raw string, payload jose.Payload) (jose.Header, error) {
	token, err := jose.Read(raw, kind.MaxBytes, payload)
	if err != nil {
		return jose.Header{}, err
	}
	kind.Keys = k
	err = kind.Judge(ctx, token)
	if token.Header().KeyID == "" && isUnverified(err) {
		err = k.verifyWithEach(ctx, kind, token, err)
	}
	if errors.Is(err, jose.ErrNoKeys) || errors.Is(err, jose.ErrTooSoon) {
		err = fmt.Errorf("keys of the issuer: %w: %w", core.ErrServerAway, err)
	}
	return token.Header(), err
}

// verifyWithEach tries each key, because not every issuer with several keys names them in kid. If
// none verifies the token, its key may be a new one: the keys are fetched and tried once more.
func (k *issuerKeys) verifyWithEach(ctx context.Context, kind jose.Kind, token *jose.Unverified, err error) error {
	if err = k.tryEach(ctx, kind, token, err); !isUnverified(err) {
		return err
	}
	failure := k.FetchNow(ctx)
	if err = k.tryEach(ctx, kind, token, err); isUnverified(err) {
		err = errors.Join(err, failure)
	}
	return err
}

// tryEach returns err if there is no key to try.
func (k *issuerKeys) tryEach(ctx context.Context, kind jose.Kind, token *jose.Unverified, err error) error {
	for _, key := range k.last.Load().Keys {
		kind.Keys = jose.Set{Keys: []jose.Key{key}}
		if err = kind.Judge(ctx, token); !isUnverified(err) {
			break
		}
	}
	return err
}

// isUnverified reports whether another key could verify the token.
func isUnverified(err error) bool {
	return errors.Is(err, jose.ErrKey) || errors.Is(err, jose.ErrSignature)
}

// algorithms returns those with which the issuer may sign ID and logout tokens for this
// client (OIDC Core §3.1.3.7 step 7): the one in the settings, which must be that of the
// registration; without a setting RS256, the default of registrations; and if the metadata
// of the issuer does not list RS256, all that it lists and this client allows. none and
// HMAC are never allowed.
func (p *Provider) algorithms(s *snapshot) []string {
	const standard = "RS256"
	supported := s.metadata.IDTokenSigningAlgValuesSupported
	switch {
	case p.IDTokenAlg != "":
		return []string{p.IDTokenAlg}
	case slices.Contains(supported, standard):
		return []string{standard}
	}
	both := slices.DeleteFunc(jose.Asymmetric(), func(alg string) bool { return !slices.Contains(supported, alg) })
	if len(both) == 0 {
		return []string{standard}
	}
	return both
}

// IsSigningAlg tells whether ID tokens may be signed with the algorithm: one whose verification
// key cannot sign (RFC 8725 §3.1).
func IsSigningAlg(alg string) bool { return slices.Contains(jose.Asymmetric(), alg) }
