package core

import "slices"

// MayExchangeTokenOf tells whether the client may exchange an access token that
// was issued to owner for the audience: it is its own, or it is meant for the
// resource that the client is, or the client's registration names the owner
// (RFC 8693 §5).
func (c *Client) MayExchangeTokenOf(owner string, audience []string) bool {
	return owner == c.ID || c.Resource != "" && slices.Contains(audience, c.Resource) || slices.Contains(c.ExchangeClients, owner)
}
