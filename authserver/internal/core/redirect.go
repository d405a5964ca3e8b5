package core

import (
	"net/url"
	"regexp"
	"slices"
)

// MayRedirectTo tells whether uri is one of the client's redirect URIs: the
// same string, octet by octet (RFC 9700 §2.1). The one exception is the port of
// a loopback redirect of a native client (RFC 8252 §7.3), localhost among them
// (RFC 9700 §2.1), and of a client with AnyLoopbackPort.
func (c *Client) MayRedirectTo(uri string) bool {
	return slices.Contains(c.RedirectURIs, uri) ||
		(c.ApplicationType == ApplicationNative || c.AnyLoopbackPort) && c.isOneButPort(uri, c.RedirectURIs)
}

// isOneButPort tells whether uri is a loopback URI of the list, less the port.
func (c *Client) isOneButPort(uri string, list []string) bool {
	host, rest, ok := c.splitLoopback(uri)
	return ok && slices.ContainsFunc(list, func(registered string) bool {
		registeredHost, registeredRest, ok := c.splitLoopback(registered)
		return ok && host == registeredHost && rest == registeredRest
	})
}

// RedirectURIsFor returns the registered redirect URIs to compare uri with, for a person. If the port
// of one does not count (RFC 8252 §7.3), it has the port of uri.
func (c *Client) RedirectURIsFor(uri string) []string {
	requested, err := url.Parse(uri)
	if err != nil || c.ApplicationType != ApplicationNative && !c.AnyLoopbackPort {
		return c.RedirectURIs
	}
	port := ""
	if p := requested.Port(); p != "" {
		port = ":" + p
	}
	list := slices.Clone(c.RedirectURIs)
	for i, registered := range list {
		if host, rest, ok := c.splitLoopback(registered); ok {
			list[i] = host + port + rest
		}
	}
	return list
}

// MayReturnAfterLogout tells whether uri is a registered post-logout redirect
// URI: the same string (OIDC RP-Initiated Logout §3), less the port of a loopback
// URI of a client with AnyLoopbackPort.
func (c *Client) MayReturnAfterLogout(uri string) bool {
	return slices.Contains(c.PostLogoutRedirectURIs, uri) || c.AnyLoopbackPort && c.isOneButPort(uri, c.PostLogoutRedirectURIs)
}

// splitLoopback cuts a loopback redirect URI of the form http://127.0.0.1[:port]/path,
// http://[::1][:port]/path or http://localhost[:port]/path into its host and all that
// follows the port. A client with AnyLoopbackPort may also have http://NAME.localhost.
// It reports false for any other URI, or a port that is no number.
func (c *Client) splitLoopback(uri string) (host, rest string, ok bool) {
	form := loopback
	if c.AnyLoopbackPort {
		form = loopbackOrName
	}
	parts := form.FindStringSubmatch(uri)
	if parts == nil {
		return "", "", false
	}
	_, err := url.Parse(uri)
	return parts[1], parts[2], err == nil
}

var (
	loopback       = regexp.MustCompile(`(?s)^(http://(?:127\.0\.0\.1|\[::1\]|localhost))(?::[0-9]{1,5})?(/.*)$`)
	loopbackOrName = regexp.MustCompile(`(?s)^(http://(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost))(?::[0-9]{1,5})?(/.*)$`)
)
