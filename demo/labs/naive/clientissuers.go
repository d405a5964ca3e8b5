package naive

import "net/http"

// otherCallback is the redirect URI at a further authorization server, if each has one of its own.
const otherCallback = "/callback/other"

// at returns the application at the authorization server that the user has chosen: the first one, unless one
// of the others has this issuer.
func (c *Client) at(issuer string) *Client {
	if c.sessions == nil {
		c.sessions = map[string]*session{}
	}
	for _, other := range c.Others {
		if other.Issuer == issuer {
			other.sessions, other.isOther = c.sessions, true
			return other
		}
	}
	return c
}

// begunAt returns the application at the server to which the browser was sent.
func (c *Client) begunAt(r *http.Request) *Client {
	if s := c.session(r); s != nil {
		return c.at(s.issuer)
	}
	return c
}

// callbackPath is the path of the redirect URI. With the defence client.callback.own each server has one of
// its own (RFC 9700 §4.4.2.2).
func (c *Client) callbackPath() string {
	if c.isOther && c.Defences.Has("client.callback.own") {
		return otherCallback
	}
	return "/callback"
}
