package jose

// Claims are the registered claims (RFC 7519 §4.1). A kind of token embeds them in the
// struct of its payload. A claim that is absent is the zero value.
type Claims struct {
	Issuer    string   `json:"iss,omitempty"`
	Subject   string   `json:"sub,omitempty"`
	Audience  Audience `json:"aud,omitempty"`
	ExpiresAt Time     `json:"exp,omitzero"`
	NotBefore Time     `json:"nbf,omitzero"`
	IssuedAt  Time     `json:"iat,omitzero"`
	ID        string   `json:"jti,omitempty"`
}

// Payload is a pointer to a struct that embeds Claims.
type Payload interface {
	// Registered returns the embedded claims.
	Registered() *Claims
	// InRange reports whether all dates are in range. A payload with another date, such as
	// auth_time, overrides this method to check it too.
	InRange() bool
}

// Registered returns the claims. A struct that embeds Claims implements Payload.
func (c *Claims) Registered() *Claims { return c }

// InRange reports whether exp, nbf and iat are dates in range. An absent claim is in range.
func (c *Claims) InRange() bool {
	return c.ExpiresAt.InRange() && c.NotBefore.InRange() && c.IssuedAt.InRange()
}
