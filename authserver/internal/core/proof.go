package core

import "context"

type provenKey struct{}

// WithProvenKey notes that the request proved possession of the key with this
// thumbprint: what is issued to it is bound to the key (RFC 9449 §5).
func WithProvenKey(ctx context.Context, jkt string) context.Context {
	if jkt == "" {
		return ctx
	}
	return context.WithValue(ctx, provenKey{}, jkt)
}

// ProvenKey is the thumbprint of that key, "" if the request proved none.
func ProvenKey(ctx context.Context) string {
	jkt, _ := ctx.Value(provenKey{}).(string)
	return jkt
}
