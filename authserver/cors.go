package authserver

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/discovery"
	"quartet.example/shared/dpop"
)

// isReadableElsewhere reports whether scripts of other origins may call this path. None of these
// endpoints reads a cookie. The authorization endpoint must not be among them (RFC 9700 §2.6).
func isReadableElsewhere(path string) bool {
	switch path {
	case discovery.OAuthPath, discovery.OpenIDPath, discovery.FeedPath, "/jwks", "/token", "/revoke", "/par", "/device_authorization", "/userinfo":
		return true
	}
	return false
}

// forPrograms reports whether only programs, not people, send requests to this address. Its errors
// are JSON whatever the Accept header says (RFC 6749 §5.2, RFC 7009 §2.2.1, RFC 7662 §2.3).
func forPrograms(r *http.Request) bool {
	switch r.URL.Path {
	case "/introspect", "/security_events":
		return true
	}
	return isReadableElsewhere(r.URL.Path)
}

// Values of CORS headers, which all responses share.
var (
	anyOrigin      = []string{"*"}
	allowedMethods = []string{http.MethodGet + "," + http.MethodPost}
	allowedHeaders = []string{strings.Join([]string{echo.HeaderAuthorization, echo.HeaderContentType, dpop.Header}, ",")}
	exposedHeaders = []string{strings.Join([]string{dpop.NonceHeader, echo.HeaderWWWAuthenticate, echo.HeaderRetryAfter}, ",")} // RFC 9449 §8.2
	preflightAge   = []string{"600"}
)

// openToOrigins adds the CORS headers to responses of the endpoints that scripts of other origins
// may call, without credentials. It answers requests with OPTIONS itself (preflight) and then returns
// true, or the error of the check that refuses the preflight. It runs before the router, so it compares
// the path of the request.
//
// A response allows any origin even if the request has no Origin header. So it does not depend on that
// header and needs no Vary (Fetch, "CORS protocol and HTTP caches"). Only the list of exposed headers
// depends on Origin, and no cache stores a response that has one of these headers. The response needs no
// Cross-Origin-Resource-Policy either, because every site may read it.
func openToOrigins(c echo.Context) (answered bool, err error) {
	r, h := c.Request(), c.Response().Header()
	if !isReadableElsewhere(r.URL.Path) {
		return false, nil
	}
	delete(h, "Cross-Origin-Resource-Policy")
	h[echo.HeaderAccessControlAllowOrigin] = anyOrigin
	if r.Method == http.MethodOptions {
		h[echo.HeaderAccessControlAllowMethods], h[echo.HeaderAccessControlAllowHeaders] = allowedMethods, allowedHeaders
		h[echo.HeaderAccessControlMaxAge] = preflightAge
		if err := checks.CORSPreflight.Require(r.Context(), isOffered(r.Header)); err != nil {
			return false, err
		}
		_ = c.NoContent(http.StatusNoContent) // fails only if the connection is closed
		return true, nil
	}
	if r.Header.Get(echo.HeaderOrigin) != "" {
		h[echo.HeaderAccessControlExposeHeaders] = exposedHeaders
	}
	return false, nil
}

// isOffered reports whether a preflight asks only for what the CORS headers allow (Fetch, "CORS-preflight
// fetch"). Without Access-Control-Request-Method it is not a preflight. HEAD is allowed without being
// listed, like each safelisted method (Fetch, "CORS-safelisted method").
func isOffered(h http.Header) bool {
	switch h.Get(echo.HeaderAccessControlRequestMethod) {
	case "", http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		return false
	}
	for name := range strings.SplitSeq(h.Get(echo.HeaderAccessControlRequestHeaders), ",") {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "", "authorization", "content-type", "dpop":
		default:
			return false
		}
	}
	return true
}
