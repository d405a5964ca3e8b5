package received

import (
	"cmp"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/shared/jose"
)

// maxToken is the longest token of which the claims are read, in bytes.
const maxToken = 64 << 10

// IsForm reports whether the body of a request with this header is a form (RFC 6749 §3.2).
func IsForm(h http.Header) bool {
	return strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "application/x-www-form-urlencoded")
}

// Params returns the parameters of the query and of the body, if that is a form. Parameters that are
// malformed are left out.
func Params(h http.Header, query string, body []byte) url.Values {
	params, _ := url.ParseQuery(query)
	if IsForm(h) {
		form, _ := url.ParseQuery(string(body))
		if len(params) == 0 {
			return form
		}
		for name, values := range maps.All(form) {
			params[name] = append(params[name], values...)
		}
	}
	return params
}

// Client returns the client_id that the request names: by parameter or Basic authentication (RFC 6749
// §2.3.1), by a client assertion (RFC 7523 §3) or by its access token (RFC 9068 §2.2). It returns "" if
// the request names none.
func Client(h http.Header, params url.Values) string {
	scheme, credentials, _ := strings.Cut(h.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Basic") {
		return cmp.Or(params.Get("client_id"), basic(credentials))
	}
	return cmp.Or(params.Get("client_id"), claim(params.Get("client_assertion"), "sub"),
		claim(credentials, "client_id"), claim(params.Get("access_token"), "client_id"))
}

// basic returns the user of Basic credentials, which is form-encoded.
func basic(credentials string) string {
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimLeft(credentials, " "))
	if err != nil {
		return ""
	}
	user, _, _ := strings.Cut(string(decoded), ":")
	id, err := url.QueryUnescape(user)
	if err != nil {
		return ""
	}
	return id
}

// claim returns a claim of a JWT that is a string, or "".
func claim(token, name string) string {
	if token == "" {
		return ""
	}
	var claims struct {
		Subject string `json:"sub"`
		Client  string `json:"client_id"`
	}
	if jose.Peek(token, maxToken, &claims) != nil {
		return ""
	}
	if name == "sub" {
		return claims.Subject
	}
	return claims.Client
}
