package core

import "context"

type provenKey struct{}

// WithProvenKey stores in the context that the request proved possession of the key with this
// thumbprint. The tokens that it gets are bound to the key (RFC 9449 §5).
func WithProvenKey(ctx context.Context, jkt string) context.Context {
	if jkt == "" {
		return ctx
	}
	return context.WithValue(ctx, provenKey{}, jkt)
}

// ProvenKey returns that thumbprint, or "" if the request proved no key.
func ProvenKey(ctx context.Context) string {
	jkt, _ := ctx.Value(provenKey{}).(string)
	return jkt
}
