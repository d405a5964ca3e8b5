package core

import (
	"net/url"
	"slices"
	"strings"
)

// MayRedirectTo tells whether uri is one of the client's redirect URIs: the
// same string, octet by octet (RFC 9700 §2.1). The one exception is the port of
// a loopback redirect of a native client (RFC 8252 §7.3), localhost among them
// (RFC 9700 §2.1).
func (c *Client) MayRedirectTo(uri string) bool {
	if slices.Contains(c.RedirectURIs, uri) {
		return true
	}
	return c.ApplicationType == ApplicationNative && slices.ContainsFunc(c.RedirectURIs, func(registered string) bool {
		return sameButPort(registered, uri)
	})
}

// RedirectURIsFor returns the registered redirect URIs to compare uri with, for a person. If the port
// of one does not count (RFC 8252 §7.3), it has the port of uri.
func (c *Client) RedirectURIsFor(uri string) []string {
	requested, err := url.Parse(uri)
	if err != nil || c.ApplicationType != ApplicationNative {
		return c.RedirectURIs
	}
	port := ""
	if p := requested.Port(); p != "" {
		port = ":" + p
	}
	list := slices.Clone(c.RedirectURIs)
	for i, registered := range list {
		if host, rest, ok := splitLoopback(registered); ok {
			list[i] = host + port + rest
		}
	}
	return list
}

// MayReturnAfterLogout tells whether uri is a registered post-logout redirect
// URI: the same string (OIDC RP-Initiated Logout §3).
func (c *Client) MayReturnAfterLogout(uri string) bool {
	return slices.Contains(c.PostLogoutRedirectURIs, uri)
}

// sameButPort compares loopback redirect URIs of the form
// http://127.0.0.1[:port]/path, http://[::1][:port]/path or
// http://localhost[:port]/path as strings, less the port. The host stays the same.
func sameButPort(registered, requested string) bool {
	registeredHost, registeredRest, ok := splitLoopback(registered)
	if !ok {
		return false
	}
	host, rest, ok := splitLoopback(requested)
	return ok && host == registeredHost && rest == registeredRest
}

// splitLoopback cuts a loopback redirect URI into its host and all that follows
// the port. It reports false for any other URI, or a port that is no number.
func splitLoopback(uri string) (host, rest string, ok bool) {
	for _, prefix := range []string{"http://127.0.0.1", "http://[::1]", "http://localhost"} {
		after, found := strings.CutPrefix(uri, prefix)
		if !found {
			continue
		}
		if digits, hasPort := strings.CutPrefix(after, ":"); hasPort {
			after = strings.TrimLeft(digits, "0123456789")
			if n := len(digits) - len(after); n < 1 || n > 5 {
				return "", "", false
			}
		}
		if !strings.HasPrefix(after, "/") {
			return "", "", false
		}
		_, err := url.Parse(uri)
		return prefix, after, err == nil
	}
	return "", "", false
}
